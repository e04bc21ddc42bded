package io.odradek.streamer.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.image.ImageLimits;
import io.odradek.streamer.image.InputSpec;
import io.odradek.streamer.image.PayloadDecoder;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Prediction;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.model.Classifier;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecondOpinionTest {
    private static final ConsumerRecord<byte[], byte[]> IMAGE = image(new byte[4]);
    private static final ConsumerRecord<byte[], byte[]> NO_IMAGE = image(new byte[3]);

    @Test
    void isTheSameWithinTheTolerance() {
        assertThat(opinion(0.7f, 0.3f).difference(prediction("cat", 0, 0.70009f, 0.29991f), IMAGE))
                .isEmpty();
        assertThat(opinion(0.7f, 0.3f).difference(prediction("cat", 0, 0.7002f, 0.2998f), IMAGE))
                .contains("the probability of \"cat\" was 0.700200, is 0.700000");
    }

    @Test
    void isTheSameWhereTwoLabelsAreAsProbableAsEachOther() {
        assertThat(opinion(0.49999f, 0.50001f).difference(prediction("cat", 0, 0.50001f, 0.49999f), IMAGE))
                .isEmpty();
    }

    @Test
    void differsInTheLabel() {
        assertThat(opinion(0.3f, 0.7f).difference(prediction("cat", 0, 0.7f, 0.3f), IMAGE))
                .contains("was \"cat\", is \"dog\"");
        assertThat(opinion(0.7f, 0.3f).difference(prediction("cow", 0, 0.7f, 0.3f), IMAGE))
                .contains("was \"cow\", is \"cat\"");
    }

    @Test
    void differsWhereTheModelRefusesOrHasOtherClassesOrNoResult() {
        Prediction prediction = prediction("cat", 0, 0.7f, 0.3f);

        assertThat(opinion(0.7f, 0.3f).difference(prediction, NO_IMAGE)).contains("was \"cat\", is UNKNOWN_FORMAT");
        assertThat(opinion(0.7f, 0.3f).difference(prediction("cat", 0, 0.7f, 0.2f, 0.1f), IMAGE))
                .contains("had 3 probabilities, has 2");
        assertThat(opinion(Float.NaN, 0.3f).difference(prediction, IMAGE)).contains("had 2 probabilities, has 0");
    }

    @Test
    void refusesForTheSameReason() {
        assertThat(opinion(0.7f, 0.3f).difference("UNKNOWN_FORMAT", NO_IMAGE)).isEmpty();
        assertThat(opinion(0.7f, 0.3f).difference("WRONG_SIZE", NO_IMAGE)).contains("UNKNOWN_FORMAT");
        assertThat(opinion(0.7f, 0.3f).difference("WRONG_SIZE", IMAGE)).contains("classified");
    }

    @Test
    void asksTheModelWhetherItHasNoResult() {
        assertThat(opinion(Float.NaN, 0.3f).difference("INVALID_OUTPUT", IMAGE)).isEmpty();
        assertThat(opinion().difference("INVALID_OUTPUT", IMAGE))
                .as("a model that fails")
                .isEmpty();
        assertThat(opinion(0.7f, 0.3f).difference("INVALID_OUTPUT", IMAGE)).contains("classified");
        assertThat(opinion(Float.NaN, 0.3f).difference("EMPTY", IMAGE)).contains("INVALID_OUTPUT");
    }

    @Test
    void leavesTheSizeOfHeadersToTheProducer() {
        assertThat(opinion(0.7f, 0.3f).difference("HEADERS_TOO_LARGE", IMAGE)).isEmpty();
        assertThat(opinion(0.7f, 0.3f).difference("HEADERS_TOO_LARGE", NO_IMAGE))
                .contains("UNKNOWN_FORMAT");
    }

    /** Of a model that always says this; nothing: it fails. */
    private static SecondOpinion opinion(float... probabilities) {
        Classifier model = new Classifier() {
            @Override
            public ModelRef ref() {
                return new ModelRef("pets", "1", "0".repeat(64));
            }

            @Override
            public List<String> labels() {
                return List.of("cat", "dog");
            }

            @Override
            public InputSpec input() {
                return new InputSpec(1, 2, 2, 0);
            }

            @Override
            public float[][] classify(List<byte[]> tensors) {
                if (probabilities.length == 0) {
                    throw new IllegalStateException("no");
                }
                return new float[][] {probabilities};
            }
        };
        return new SecondOpinion(model, 1e-4f, new PayloadDecoder(ImageLimits.DEFAULT, false));
    }

    private static Prediction prediction(String label, int index, float... probabilities) {
        return new Prediction(
                label, index, probabilities, new ModelRef("pets", "1", "0".repeat(64)), new Source("images", 0, 0));
    }

    private static ConsumerRecord<byte[], byte[]> image(byte @Nullable [] value) {
        return new ConsumerRecord<>("images", 0, 0, null, value);
    }
}
