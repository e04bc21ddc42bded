package io.odradek.trainer.training;

/** Hears how a training goes, on the training thread: implementations return at once. */
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener NONE = new ProgressListener() {
        @Override
        public void onStep(Step step) {}

        @Override
        public void onEpoch(EpochMetrics metrics) {}
    };

    /** After each step. */
    void onStep(Step step);

    /** After each epoch and its evaluation. */
    void onEpoch(EpochMetrics metrics);

    /**
     * Where a training is.
     *
     * @param epoch current epoch, from 1, counted over continued runs
     * @param lastEpoch the epoch after which training ends
     * @param step steps done in this epoch, from 1
     * @param steps steps of an epoch
     * @param imagesPerStep batch size
     * @param loss mean training loss of this epoch so far
     * @param imagesPerSecond of this epoch so far
     */
    record Step(
            int epoch, int lastEpoch, int step, int steps, int imagesPerStep, double loss, double imagesPerSecond) {}
}
