package io.odradek.quickstart.report;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.Scores;
import io.odradek.quickstart.measure.Throughput;
import io.odradek.quickstart.measure.Training;
import io.odradek.quickstart.measure.VersionSwitch;
import java.util.List;

/**
 * Everything that a finished run measured; summary, page and terminal show nothing else.
 *
 * @param environment where
 * @param training the first training
 * @param next that and one epoch more, trained while images flowed
 * @param modelVersions the two versions, in their order
 * @param scores of the full-rate phase
 * @param live how right the first version was by the labels that came later
 * @param throughput of the full-rate phase
 * @param fullRate the test images as fast as possible
 * @param paced the test images at a steady rate
 * @param swap a steady rate while the next version was trained and published
 * @param versionSwitch how the predictions of the swap phase changed version
 * @param mistakes of the full-rate phase, the most confident first
 */
public record RunFigures(
        Environment environment,
        Training training,
        Training next,
        List<String> modelVersions,
        Scores scores,
        LiveAccuracy live,
        Throughput throughput,
        Phase fullRate,
        Phase paced,
        Phase swap,
        VersionSwitch versionSwitch,
        List<Mistake> mistakes) {
    /** Copies the lists. */
    public RunFigures {
        modelVersions = List.copyOf(modelVersions);
        mistakes = List.copyOf(mistakes);
    }

    /** The same with what the labels said afterwards. */
    public RunFigures withLive(LiveAccuracy judged) {
        return new RunFigures(
                environment,
                training,
                next,
                modelVersions,
                scores,
                judged,
                throughput,
                fullRate,
                paced,
                swap,
                versionSwitch,
                mistakes);
    }

    /** The three phases in their order. */
    public List<Phase> phases() {
        return List.of(fullRate, paced, swap);
    }

    /** All phases together. */
    public Accounting total() {
        return Accounting.sum(phases().stream().map(Phase::accounting).toList());
    }
}
