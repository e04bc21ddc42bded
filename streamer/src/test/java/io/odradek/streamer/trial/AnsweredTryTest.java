package io.odradek.streamer.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.explain.Explanation;
import io.odradek.streamer.explain.Heatmap;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import io.odradek.streamer.trial.Answer.Predicted;
import io.odradek.streamer.trial.Answer.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnsweredTryTest {
    private static final Source SOURCE = new Source("images", 2, 1841);
    private static final ModelRef MODEL = new ModelRef("m", "7", "ab".repeat(32));

    @Test
    void tellsTheFiveMostProbableClassesAndWhatCounted() {
        float[] probabilities = {0.05f, 0.1f, 0.5f, 0.2f, 0.0512345f, 0.04f, 0.0487655f};
        Predicted predicted = new Predicted("c", 2, probabilities, MODEL, SOURCE);
        Explanation explanation = new Explanation(
                new Picture(1, 1, 2, new byte[] {1, 2}), new Heatmap(2, 1, new double[] {0.123456, -0.00001}));

        assertThat(answered(predicted, List.of("a", "b", "c", "d", "<e>", "f", "g"), explanation))
                .isEqualTo("{\"id\":\"try-1\",\"source\":{\"topic\":\"images\",\"partition\":2,\"offset\":1841},"
                        + "\"sentMillis\":3.1,\"answeredMillis\":14.8123,\"prediction\":{\"label\":\"c\","
                        + "\"confidence\":0.5,\"top\":[[\"c\",0.5],[\"d\",0.2],[\"b\",0.1],[\"<e>\",0.0512],[\"a\",0.05]],"
                        + "\"model\":\"m\",\"version\":\"7\"},\"rejected\":null,"
                        + "\"thumb\":{\"w\":2,\"h\":1,\"c\":1,\"data\":\"AQI=\"},"
                        + "\"heat\":{\"w\":2,\"h\":1,\"values\":[0.1235,0.0]}}\n");
    }

    @Test
    void hasNumbersForClassesWhoseNamesItDoesNotKnow() {
        Predicted predicted = new Predicted("c", 1, new float[] {0.2f, 0.7f, 0.1f}, MODEL, SOURCE);

        assertThat(answered(predicted, List.of(), Explanation.NONE))
                .contains("\"top\":[[\"c\",0.7],[\"class 0\",0.2],[\"class 2\",0.1]]")
                .endsWith("\"thumb\":null,\"heat\":null}\n");
    }

    @Test
    void tellsWhyAnImageWasRejected() {
        assertThat(answered(new Refused("WRONG_SIZE", "32 x 32 \"pixels\""), List.of(), Explanation.NONE))
                .contains("\"prediction\":null,"
                        + "\"rejected\":{\"reason\":\"WRONG_SIZE\",\"message\":\"32 x 32 \\\"pixels\\\"\"},");
    }

    private static String answered(Answer answer, List<String> labels, Explanation explanation) {
        Reply.Found found = new Reply.Found(SOURCE, new byte[0], answer, 3_100_000, 14_812_345);
        return new AnsweredTry("try-1", found, labels, explanation).toJson();
    }
}
