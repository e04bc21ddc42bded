package io.odradek.quickstart.run;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.VersionSwitch;
import io.odradek.quickstart.report.Phase;
import io.odradek.quickstart.report.RunFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What must hold for a run to count as a success. Pure. Duplicates are shown but are no fault: the streamer promises at
 * least once unless exactly-once is configured.
 */
final class Expectations {
    /** Trainer and streamer decode and compute in separate code; on all test images they may differ by ten images. */
    private static final double ACCURACY_TOLERANCE = 0.001;

    private Expectations() {}

    /** One sentence for each expectation that does not hold. */
    static List<String> broken(RunFigures figures) {
        List<String> broken = new ArrayList<>();
        for (Phase phase : figures.phases()) {
            broken.addAll(accounting(phase.name(), phase.accounting()));
        }
        accuracy(figures, broken);
        live(figures, broken);
        versions(figures, broken);
        return broken;
    }

    /** Whether the two accuracies are over the same images, so that they must agree. */
    static boolean isComparable(RunFigures figures) {
        return figures.fullRate().accounting().images() == Options.ALL_TEST_IMAGES;
    }

    private static List<String> accounting(String phase, Accounting a) {
        List<String> broken = new ArrayList<>();
        count(broken, a.lost(), "images were lost in the phase \"" + phase + "\"");
        count(broken, a.deadLetters(), "images went to the dead-letter topic in the phase \"" + phase + "\"");
        count(broken, a.strangers(), "outcomes of the phase \"" + phase + "\" answer no image of it");
        count(
                broken,
                a.misplaced(),
                "predictions of the phase \"" + phase + "\" lie in another partition than their image");
        return broken;
    }

    private static void accuracy(RunFigures figures, List<String> broken) {
        double served = figures.scores().accuracy();
        double trained = figures.training().testAccuracy();
        if (isComparable(figures) && Math.abs(served - trained) > ACCURACY_TOLERANCE + 1e-9) {
            broken.add(String.format(
                    Locale.ROOT,
                    "the streamer's accuracy %.4f and the trainer's %.4f on the same images differ by more than %s",
                    served,
                    trained,
                    ACCURACY_TOLERANCE));
        }
    }

    private static void live(RunFigures figures, List<String> broken) {
        LiveAccuracy live = figures.live();
        Scores served = figures.scores();
        if (live.images() != served.images() || live.correct() != served.correct()) {
            broken.add(String.format(
                    Locale.ROOT,
                    "streamer evaluate finds %,d of %,d predictions right, but as served %,d of %,d were",
                    live.correct(),
                    live.images(),
                    served.correct(),
                    served.images()));
        }
    }

    private static void versions(RunFigures figures, List<String> broken) {
        VersionSwitch swap = figures.versionSwitch();
        count(broken, swap.others(), "predictions name a model version that is neither of " + figures.modelVersions());
        count(broken, swap.restlessPartitions(), "partitions went back to the old model version");
        if (swap.switchedPartitions() + swap.restlessPartitions() < Quickstart.PARTITIONS) {
            broken.add("only " + swap.switchedPartitions() + " of " + Quickstart.PARTITIONS
                    + " partitions changed the model version");
        }
    }

    private static void count(List<String> broken, int count, String what) {
        if (count > 0) {
            broken.add(String.format(Locale.ROOT, "%,d %s", count, what));
        }
    }
}
