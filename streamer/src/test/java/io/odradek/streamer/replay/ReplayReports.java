package io.odradek.streamer.replay;

import io.odradek.streamer.history.Gone;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.PastPrediction;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report for who looks at it: the model pets@2 asked again for what pets@1 said. */
public final class ReplayReports {
    private ReplayReports() {}

    /**
     * One image with the same label, two that were a cat and are a dog, one that was something {@code odd}, and one that is
     * rejected now; and five records that are no predictions.
     * Two have a true label, the first one and a dog.
     */
    public static Report report(
            List<Report.Part> parts,
            List<Gone> gone,
            boolean stopped,
            String output,
            List<String> rejected,
            String odd) {
        Difference difference = new Difference(List.of("cat", "dog", "owl"));
        difference.add(then("cat", 1), 0, 1);
        difference.add(then("cat", 0.5f), 1, 1);
        difference.add(then("cat", 0.5f), 1, 0.5f);
        difference.add(then(odd, 0.25f), 0, 1);
        difference.add(then("dog", 1), Answers.REJECTED, 0);
        difference.addTruth("cat", then("cat", 1), 0);
        difference.addTruth("dog", then("cat", 1), 1);
        difference.addTruth("dog", then("dog", 1), Answers.REJECTED);
        for (int i = 0; i < 5; i++) {
            difference.addUnidentified();
        }
        Map<String, Long> reasons =
                rejected.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return new Report(
                new ModelRef("pets", "2", "0".repeat(64)),
                "images",
                "predictions",
                parts,
                reasons,
                gone,
                stopped,
                difference,
                true,
                2,
                output);
    }

    private static PastPrediction then(String label, float confidence) {
        ModelRef model = new ModelRef("pets", "1", "1".repeat(64));
        return new PastPrediction(label, confidence, 3, model, new Source("images", 0, 0));
    }
}
