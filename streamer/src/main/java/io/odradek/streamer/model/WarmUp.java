package io.odradek.streamer.model;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The first calls of a model: black, white and mixed images must give probabilities, alone and in a batch. Bounded by
 * time too, because nothing else can go live meanwhile. Not thread-safe.
 */
final class WarmUp {
    private static final int MAX_CALLS = 50;
    /** Black and white. */
    private static final int MIN_CALLS = 2;

    private static final Duration MAX_TIME = Duration.ofSeconds(5);
    private static final double SUM_TOLERANCE = 1e-3;
    private static final double BATCH_TOLERANCE = 1e-4;

    private final LongSupplier nanoTime;

    /** @param nanoTime as {@link System#nanoTime()} */
    WarmUp(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Warms up and checks.
     *
     * @return nanoseconds for an image alone, the median of the second half of the calls
     */
    long run(Classifier model) throws RefusedException {
        List<byte[]> tensors = new ArrayList<>();
        List<float[]> alone = new ArrayList<>();
        long[] nanos = new long[MAX_CALLS];
        // Large images are not kept by the dozen: that would be more than any heap.
        int kept = Math.max(MIN_CALLS, model.input().together(MAX_CALLS));
        long begin = nanoTime.getAsLong();
        int calls = 0;
        while (calls < MIN_CALLS || (calls < MAX_CALLS && nanoTime.getAsLong() - begin < MAX_TIME.toNanos())) {
            byte[] tensor = tensor(calls, model.input().bytes());
            long start = nanoTime.getAsLong();
            float[] probabilities = AdmissionGate.classify(model, List.of(tensor), Stage.OUTPUT)[0];
            nanos[calls] = nanoTime.getAsLong() - start;
            if (calls < kept) {
                tensors.add(tensor);
                alone.add(probabilities);
            }
            checkProbabilities(probabilities);
            calls++;
        }
        checkBatch(model, tensors, alone);
        Arrays.sort(nanos, calls / 2, calls);
        return nanos[calls * 3 / 4];
    }

    private static byte[] tensor(int call, int bytes) {
        byte[] tensor = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            tensor[i] = (byte) (call == 0 ? 0 : call == 1 ? 255 : 31 * i + 17 * call);
        }
        return tensor;
    }

    private static void checkProbabilities(float[] probabilities) throws RefusedException {
        double sum = 0;
        for (float probability : probabilities) {
            if (!(probability >= 0 && probability <= 1 + SUM_TOLERANCE)) {
                throw new RefusedException(Stage.OUTPUT, "an output is " + probability + ", a probability is 0 to 1");
            }
            sum += probability;
        }
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
            throw new RefusedException(Stage.OUTPUT, "the outputs sum to " + sum + ", probabilities sum to 1");
        }
    }

    /** An image must get the same result whatever else is in its batch. */
    private static void checkBatch(Classifier model, List<byte[]> tensors, List<float[]> alone)
            throws RefusedException {
        int size = tensors.size();
        float[][] batch = AdmissionGate.classify(model, tensors, Stage.OUTPUT);
        for (int i = 0; i < size; i++) {
            for (int c = 0; c < batch[i].length; c++) {
                if (!(Math.abs(batch[i][c] - alone.get(i)[c]) <= BATCH_TOLERANCE)) {
                    throw new RefusedException(
                            Stage.OUTPUT,
                            "an image gets probability " + batch[i][c] + " in a batch of " + size + " and "
                                    + alone.get(i)[c] + " alone: the model mixes the images of a batch");
                }
            }
        }
    }
}
