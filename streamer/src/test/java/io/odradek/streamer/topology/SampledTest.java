package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.model.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the topology puts down for the live page; LivePageIT sees predictions, which want a producer. */
class SampledTest extends ClassifyTopologyCase {
    @Test
    void putsDownADeadLetterWithItsReasonAndPicture() {
        IntStream.range(0, 4).forEach(i -> samples.tick(true));

        images.pipeInput(KEY, TestImages.encode(TestImages.grey(3, 1, 10, 20, 30), "png"), TIME);
        samples.tick(true);
        samples.tickLetters();

        assertThat(samples.letters()).hasSize(1);
        JsonObject letter = JsonParser.parseString(
                        new String(samples.letters().get(0).json(), StandardCharsets.UTF_8))
                .getAsJsonObject();
        assertThat(letter.get("reason").getAsString()).isEqualTo("WRONG_SIZE");
        assertThat(letter.get("topic").getAsString()).isEqualTo("images");
        assertThat(letter.get("thumb").isJsonNull()).isFalse();
    }

    @Test
    void answersTheSameWhetherAnImageIsSampledOrNot() {
        images.pipeInput(KEY, TestModels.image(1), TIME);
        IntStream.range(0, 4).forEach(i -> samples.tick(true));
        images.pipeInput(KEY, TestModels.image(1), TIME);

        JsonObject before = json(predictions.readRecord());
        JsonObject sampled = json(predictions.readRecord());

        assertThat(sampled.get("probabilities")).isEqualTo(before.get("probabilities"));
        assertThat(sampled.get("label")).isEqualTo(before.get("label"));
        samples.tick(true);
        samples.tickLetters();
        assertThat(samples.predictions()).as("not before it has arrived").isEmpty();
    }
}
