package io.odradek.streamer.model;

import ai.djl.MalformedModelException;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.Golden;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OnnxFile;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a file may become the live model: size, signature, protobuf in pure Java, metadata contract, session,
 * golden images, output. Not thread-safe.
 */
public final class AdmissionGate {
    private static final long HEAP_FACTOR = 3;
    private static final int WARM_UP_CALLS = 50;
    private static final double SUM_TOLERANCE = 1e-3;
    private static final double BATCH_TOLERANCE = 1e-4;
    private static final int MAX_BATCH_CHECK_BYTES = 16 << 20;

    private final long maxBytes;
    private final TrustedKeys trusted;
    private final ImageDecoder decoder = new ImageDecoder();

    /**
     * A gate.
     *
     * @param maxBytes the largest file, in bytes
     * @param trusted who may sign; with {@link TrustedKeys#NONE} signatures are not looked at
     */
    public AdmissionGate(long maxBytes, TrustedKeys trusted) {
        this.maxBytes = maxBytes;
        this.trusted = trusted;
    }

    /**
     * Tries a file.
     *
     * @param file the ONNX file
     * @param name the model's name that the key of its record states, or the settings; null for any
     * @param version the version that the key of its record states; null for any
     */
    public Admission admit(Path file, @Nullable String name, @Nullable String version) {
        try {
            return new Admission.Admitted(admitOrRefuse(file, name, version));
        } catch (RefusedException e) {
            return new Admission.Refused(e.stage(), String.valueOf(e.getMessage()));
        }
    }

    private LoadedModel admitOrRefuse(Path file, @Nullable String name, @Nullable String version)
            throws RefusedException {
        byte[] bytes = read(file);
        trusted.check(bytes);
        OnnxFile onnx = OnnxFile.parse(bytes);
        ModelContract contract = contract(onnx, name, version);
        LoadedModel model = session(file, contract, Digest.sha256(bytes));
        try {
            checkGolden(model);
            model.measured(checkOutput(model));
            return model;
        } catch (RefusedException | RuntimeException e) {
            model.release();
            throw e;
        }
    }

    private byte[] read(Path file) throws RefusedException {
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new RefusedException(
                        Stage.SIZE, size + " bytes, allowed: " + maxBytes + " (odradek.model.max.bytes)");
            }
            // The record, the bytes and the parsed copy: beyond that an OutOfMemoryError would end the process.
            if (HEAP_FACTOR * size > Runtime.getRuntime().maxMemory() / 2) {
                throw new RefusedException(
                        Stage.SIZE,
                        size + " bytes, too many to be checked in a heap of "
                                + Runtime.getRuntime().maxMemory() + ": raise -Xmx in JAVA_OPTS");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new RefusedException(Stage.SIZE, "cannot be read: " + e);
        }
    }

    private static ModelContract contract(OnnxFile onnx, @Nullable String name, @Nullable String version)
            throws RefusedException {
        ModelContract contract;
        try {
            contract = ModelContract.parse(onnx.metadata());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Stage.CONTRACT, String.valueOf(e.getMessage()));
        }
        boolean isNamed = name == null || contract.name().equals(name);
        if (version == null && !isNamed) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    "the file calls itself " + contract.name() + ", served is " + name + " (odradek.model.name)");
        }
        if (version != null && !(isNamed && contract.version().equals(version))) {
            throw new RefusedException(
                    Stage.CONTRACT,
                    "the file calls itself " + contract.name() + "@" + contract.version() + ", its record's key says "
                            + name + "@" + version);
        }
        onnx.checkSignature(contract.input(), contract.labels().size());
        return contract;
    }

    private static LoadedModel session(Path file, ModelContract contract, String sha256) throws RefusedException {
        try {
            return LoadedModel.load(file, contract, sha256);
        } catch (IOException | MalformedModelException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RefusedException(Stage.SESSION, "ONNX Runtime refuses it: " + firstLine(cause));
        }
    }

    private void checkGolden(LoadedModel model) throws RefusedException {
        List<Golden> golden = model.contract().golden();
        List<byte[]> tensors = new ArrayList<>();
        for (int i = 0; i < golden.size(); i++) {
            tensors.add(goldenTensor(model, golden.get(i), i));
        }
        if (tensors.isEmpty()) {
            return;
        }
        float[][] results = run(model, tensors, Stage.GOLDEN);
        for (int i = 0; i < results.length; i++) {
            float[] expected = golden.get(i).probabilities();
            for (int c = 0; c < expected.length; c++) {
                // Negated, so that NaN fails too.
                if (!(Math.abs(results[i][c] - expected[c]) <= golden.get(i).tolerance())) {
                    throw new RefusedException(
                            Stage.GOLDEN,
                            String.format(
                                    Locale.ROOT,
                                    "golden image %d: probability %.6f for \"%s\", expected %.6f within %s",
                                    i,
                                    results[i][c],
                                    model.labels().get(c),
                                    expected[c],
                                    golden.get(i).tolerance()));
                }
            }
        }
    }

    private byte[] goldenTensor(LoadedModel model, Golden golden, int index) throws RefusedException {
        Decoding decoding = decoder.decode(golden.image(), golden.contentType(), model.input());
        if (decoding instanceof Decoding.Rejected rejected) {
            throw new RefusedException(Stage.GOLDEN, "golden image " + index + ": " + rejected.message());
        }
        byte[] tensor = ((Decoding.Decoded) decoding).tensor();
        String sha256 = Digest.sha256(tensor);
        if (!sha256.equals(golden.tensorSha256())) {
            throw new RefusedException(
                    Stage.GOLDEN,
                    "golden image " + index + " decodes to a tensor with sha256 " + sha256
                            + ", the trainer's has another: the two decode differently");
        }
        return tensor;
    }

    /**
     * Black, white and mixed images give probabilities, alone and in a batch; the calls warm the session up.
     *
     * @return nanoseconds for an image alone, the median of the second half of the calls
     */
    private static long checkOutput(LoadedModel model) throws RefusedException {
        List<byte[]> tensors = new ArrayList<>();
        List<float[]> alone = new ArrayList<>();
        long[] nanos = new long[WARM_UP_CALLS];
        // Large images are not kept by the dozen: that would be more than any heap.
        int kept = Math.min(
                WARM_UP_CALLS, Math.max(2, MAX_BATCH_CHECK_BYTES / model.input().bytes()));
        for (int call = 0; call < WARM_UP_CALLS; call++) {
            byte[] tensor = new byte[model.input().bytes()];
            for (int i = 0; i < tensor.length; i++) {
                tensor[i] = (byte) (call == 0 ? 0 : call == 1 ? 255 : 31 * i + 17 * call);
            }
            double sum = 0;
            long start = System.nanoTime();
            float[] probabilities = run(model, List.of(tensor), Stage.OUTPUT)[0];
            nanos[call] = System.nanoTime() - start;
            if (call < kept) {
                tensors.add(tensor);
                alone.add(probabilities);
            }
            for (float probability : probabilities) {
                if (!(probability >= 0 && probability <= 1 + SUM_TOLERANCE)) {
                    throw new RefusedException(
                            Stage.OUTPUT, "an output is " + probability + ", a probability is 0 to 1");
                }
                sum += probability;
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new RefusedException(Stage.OUTPUT, "the outputs sum to " + sum + ", probabilities sum to 1");
            }
        }
        checkBatch(model, tensors, alone);
        Arrays.sort(nanos, WARM_UP_CALLS / 2, WARM_UP_CALLS);
        return nanos[WARM_UP_CALLS * 3 / 4];
    }

    /** An image must get the same result whatever else is in its batch. */
    private static void checkBatch(LoadedModel model, List<byte[]> tensors, List<float[]> alone)
            throws RefusedException {
        int size = tensors.size();
        float[][] batch = run(model, tensors, Stage.OUTPUT);
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

    private static float[][] run(LoadedModel model, List<byte[]> tensors, Stage stage) throws RefusedException {
        try {
            return model.classify(tensors);
        } catch (RuntimeException e) {
            throw new RefusedException(stage, "inference fails: " + firstLine(e));
        }
    }

    private static String firstLine(Throwable failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("no message");
    }
}
