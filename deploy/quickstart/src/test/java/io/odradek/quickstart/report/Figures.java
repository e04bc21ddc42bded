package io.odradek.quickstart.report;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.Latency;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.Throughput;
import io.odradek.quickstart.measure.Training;
import io.odradek.quickstart.measure.VersionSwitch;
import java.util.ArrayList;
import java.util.List;

/** A run for tests: two classes, twelve images, nothing wrong but two predictions. */
public final class Figures {
    private Figures() {}

    /** With the given class names. */
    public static RunFigures of(String firstLabel, String secondLabel) {
        Training training = new Training(
                List.of(new Training.Epoch(1, 0.6, 0.5, 0.80), new Training.Epoch(2, 0.4, 0.45, 0.83)),
                0.8333,
                12.34,
                List.of(firstLabel, secondLabel));
        List<Training.Epoch> epochs = new ArrayList<>(training.epochs());
        epochs.add(new Training.Epoch(3, 0.35, 0.44, 0.84));
        Training next = new Training(epochs, 0.84, 6.1, training.labels());
        return new RunFigures(
                new Environment("2026-11-24T04:20:00Z", "0.1.0", "4.3.1", "17.0.15 (Debian)", "Linux 6, amd64", 2),
                training,
                next,
                List.of("seed-2-epochs", "seed-3-epochs"),
                new Scores(training.labels(), new int[][] {{5, 1}, {1, 5}}),
                new LiveAccuracy(12, 10),
                new Throughput(12, 0.004),
                phase("full rate", 0, 12),
                phase("paced", 1_000, 12),
                phase("swap", 250, 40),
                new VersionSwitch(30, 10, 0, 4, 0),
                List.of(
                        new Mistake(new byte[] {1, 2, 3}, firstLabel, secondLabel, 0.987),
                        new Mistake(new byte[] {4, 5, 6}, secondLabel, firstLabel, 0.6)));
    }

    /** The same with another accounting of the paced phase. */
    public static RunFigures withPaced(Accounting accounting) {
        RunFigures f = of("Bag", "Shirt");
        Phase paced = new Phase("paced", 1_000, accounting, f.paced().latency());
        return new RunFigures(
                f.environment(),
                f.training(),
                f.next(),
                f.modelVersions(),
                f.scores(),
                f.live(),
                f.throughput(),
                f.fullRate(),
                paced,
                f.swap(),
                f.versionSwitch(),
                f.mistakes());
    }

    /** The same with another switch of versions. */
    public static RunFigures withSwitch(VersionSwitch versionSwitch) {
        RunFigures f = of("Bag", "Shirt");
        return new RunFigures(
                f.environment(),
                f.training(),
                f.next(),
                f.modelVersions(),
                f.scores(),
                f.live(),
                f.throughput(),
                f.fullRate(),
                f.paced(),
                f.swap(),
                versionSwitch,
                f.mistakes());
    }

    /** The same over all test images, served with another accuracy than trained. */
    public static RunFigures withAllImages(int correct, double trained) {
        RunFigures f = of("Bag", "Shirt");
        Training training = new Training(
                f.training().epochs(),
                trained,
                f.training().seconds(),
                f.training().labels());
        return new RunFigures(
                f.environment(),
                training,
                f.next(),
                f.modelVersions(),
                new Scores(training.labels(), new int[][] {{correct, 10_000 - correct}, {0, 0}}),
                new LiveAccuracy(10_000, correct),
                f.throughput(),
                phase("full rate", 0, 10_000),
                f.paced(),
                f.swap(),
                f.versionSwitch(),
                f.mistakes());
    }

    private static Phase phase(String name, int rate, int images) {
        return new Phase(
                name, rate, new Accounting(images, images, 0, 0, 0, 0, 0), new Latency(new double[] {3.5, 4.25, 9, 20
                }));
    }
}
