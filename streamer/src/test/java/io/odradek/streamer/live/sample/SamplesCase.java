package io.odradek.streamer.live.sample;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.ImageSettings;
import io.odradek.streamer.image.Decoding.Rejected;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.Reason;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Samples with a clock that stands still, and images to put in. */
abstract class SamplesCase {
    static final String MODEL = "m";
    static final ModelRef REF = new ModelRef(MODEL, "v1", "0".repeat(64));
    static final List<String> LABELS =
            IntStream.range(0, 10).mapToObj(i -> "class " + i).toList();
    static final InputSpec INPUT = new InputSpec(1, 2, 2, 0);

    final AtomicLong sequence = new AtomicLong();
    final AtomicLong nanos = new AtomicLong();
    final Samples samples = samples(List.of(MODEL), false);
    final Sampler sampler = samples.sampler(MODEL);
    private long offset;

    Samples samples(List<String> models, boolean enveloped) {
        return new Samples(
                models,
                new ImageSettings(16 << 20, 16_384, 1 << 24, 1_000, enveloped),
                sequence::incrementAndGet,
                nanos::get,
                Clock.fixed(Instant.parse("2026-11-28T14:10:53.123Z"), ZoneOffset.UTC));
    }

    /** A quarter of a second goes by. */
    void tick(boolean watched) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(Samples.TICK_MILLIS));
        samples.tick(watched);
        samples.tickLetters();
    }

    /** An image of a class is classified and answered. @return whether it became a sample */
    boolean image(int index, float confidence) {
        return image(LABELS, index, confidence, "id-" + offset);
    }

    boolean image(List<String> labels, int index, float confidence, @Nullable String id) {
        float[] probabilities = new float[labels.size()];
        probabilities[index] = confidence;
        Sample sample = sampler.sample(REF, labels, INPUT, probabilities, index, new byte[] {1, 2, 3, 4});
        if (sample != null) {
            sample.answered(new Source("images", 2, offset), id, 0.0125);
        }
        offset++;
        return sample != null;
    }

    /** An image becomes a dead letter. */
    void letter(Reason reason, byte @Nullable [] value) {
        sampler.rejected(new Source("images", 0, offset++), new Rejected(reason, "why " + reason), value);
    }

    List<JsonObject> predictions() {
        return json(samples.predictions());
    }

    List<JsonObject> letters() {
        return json(samples.letters());
    }

    static List<JsonObject> json(List<Shown> shown) {
        return shown.stream()
                .map(one -> JsonParser.parseString(new String(one.json(), StandardCharsets.UTF_8))
                        .getAsJsonObject())
                .toList();
    }
}
