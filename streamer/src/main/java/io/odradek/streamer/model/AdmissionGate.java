package io.odradek.streamer.model;

import ai.onnxruntime.OrtException;
import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.Golden;
import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OnnxFile;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.image.Decoding;
import io.odradek.streamer.image.ImageDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a file may become the live model: size, signature, protobuf in pure Java, metadata contract, session,
 * golden images, output. Not thread-safe.
 */
public final class AdmissionGate {
    private static final long HEAP_FACTOR = 3;

    private final long maxBytes;
    private final TrustedKeys trusted;
    private final Probe probe;
    private final ImageDecoder decoder = new ImageDecoder();

    /**
     * A gate without a probe.
     *
     * @param maxBytes the largest file, in bytes
     * @param trusted who may sign; with {@link TrustedKeys#NONE} signatures are not looked at
     */
    public AdmissionGate(long maxBytes, TrustedKeys trusted) {
        this(maxBytes, trusted, Probe.NONE);
    }

    /**
     * A gate.
     *
     * @param maxBytes the largest file, in bytes
     * @param trusted who may sign; with {@link TrustedKeys#NONE} signatures are not looked at
     * @param probe tries what has passed the check in pure Java, before this process does
     */
    public AdmissionGate(long maxBytes, TrustedKeys trusted, Probe probe) {
        this.maxBytes = maxBytes;
        this.trusted = trusted;
        this.probe = probe;
    }

    /**
     * Tries a file. It is read once; all that is checked, and the session, are of those bytes.
     *
     * @param file the ONNX file
     * @param name the model's name that the key of its record states, or the settings; null for any
     * @param version the version that the key of its record states; null for any
     * @throws UncheckedIOException when it cannot be read, which says nothing about the model
     */
    public Admission admit(Path file, @Nullable String name, @Nullable String version) {
        return admit(file, null, name, version, () -> false);
    }

    /**
     * Tries a file that is expected to have this digest.
     *
     * @param sha256 64 lower-case hexadecimal digits; null for any
     * @param stopping when it turns true the outcome does not matter any more, and a probe ends
     * @throws UncheckedIOException also when it has another digest: then it was changed on disk
     */
    public Admission admit(
            Path file,
            @Nullable String sha256,
            @Nullable String name,
            @Nullable String version,
            BooleanSupplier stopping) {
        try {
            byte[] bytes = read(file);
            if (sha256 != null && !Digest.sha256(bytes).equals(sha256)) {
                throw new IOException(file.getFileName() + " was changed on disk: its sha256 is not " + sha256);
            }
            return new Admission.Admitted(check(bytes, name, version, stopping));
        } catch (RefusedException e) {
            return new Admission.Refused(e.stage(), String.valueOf(e.getMessage()), e.isForNow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tries a file that is in memory.
     *
     * @param file the whole ONNX file; not copied, not to be changed
     * @param name as for {@link #admit(Path, String, String)}
     * @param version as for {@link #admit(Path, String, String)}
     * @return ready to classify; the receiver releases it
     * @throws RefusedException says at which stage, and why
     */
    LoadedModel admit(byte[] file, @Nullable String name, @Nullable String version) throws RefusedException {
        checkSize(file.length);
        return check(file, name, version, () -> false);
    }

    /**
     * Makes an Odradek model of a foreign one, where unsigned models are taken; admits nothing yet.
     *
     * @param sidecar JSON, as for {@link ForeignModel#adopt}
     * @throws RefusedException in signed-only mode before anything is parsed
     */
    public byte[] adopt(byte[] foreign, String sidecar) throws RefusedException {
        trusted.checkForeign();
        return ForeignModel.adopt(foreign, sidecar);
    }

    private LoadedModel check(byte[] bytes, @Nullable String name, @Nullable String version, BooleanSupplier stopping)
            throws RefusedException {
        trusted.check(bytes);
        ModelContract contract = contract(OnnxFile.parse(bytes), name, version);
        probe.check(bytes, stopping);
        LoadedModel model = session(bytes, contract);
        try {
            checkGolden(model);
            model.measured(new WarmUp(System::nanoTime).run(model));
            return model;
        } catch (RefusedException | RuntimeException e) {
            model.release();
            throw e;
        }
    }

    private byte[] read(Path file) throws RefusedException, IOException {
        long size = Files.size(file);
        checkSize(size);
        // No more than was just allowed, if the file grows meanwhile.
        byte[] bytes = new byte[(int) size];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(bytes, 0, bytes.length);
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    private void checkSize(long bytes) throws RefusedException {
        if (bytes > maxBytes) {
            throw new RefusedException(
                    Stage.SIZE, bytes + " bytes, allowed: " + maxBytes + " (odradek.model.max.bytes)");
        }
        // The record, the bytes and the parsed copy: beyond that an OutOfMemoryError would end the process.
        if (HEAP_FACTOR * bytes > Runtime.getRuntime().maxMemory() / 2) {
            throw new RefusedException(
                    Stage.SIZE,
                    bytes + " bytes, too many to be checked in a heap of "
                            + Runtime.getRuntime().maxMemory() + ": raise -Xmx in JAVA_OPTS");
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

    private static LoadedModel session(byte[] file, ModelContract contract) throws RefusedException {
        try {
            return LoadedModel.load(file, contract);
        } catch (OrtException | RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RefusedException(Stage.SESSION, "ONNX Runtime refuses it: " + firstLine(cause));
        }
    }

    /** As many together as serving would put into a batch: the tensors of all may be more than its memory. */
    private void checkGolden(LoadedModel model) throws RefusedException {
        List<Golden> golden = model.contract().golden();
        int together = model.input().together(golden.size());
        for (int from = 0; from < golden.size(); from += together) {
            int to = Math.min(from + together, golden.size());
            List<byte[]> tensors = new ArrayList<>();
            for (int i = from; i < to; i++) {
                tensors.add(goldenTensor(model, golden.get(i), i));
            }
            float[][] results = classify(model, tensors, Stage.GOLDEN);
            for (int i = from; i < to; i++) {
                checkGolden(model, golden.get(i), i, results[i - from]);
            }
        }
    }

    private static void checkGolden(LoadedModel model, Golden golden, int index, float[] result)
            throws RefusedException {
        float[] expected = golden.probabilities();
        for (int c = 0; c < expected.length; c++) {
            // Negated, so that NaN fails too.
            if (!(Math.abs(result[c] - expected[c]) <= golden.tolerance())) {
                throw new RefusedException(
                        Stage.GOLDEN,
                        String.format(
                                Locale.ROOT,
                                "golden image %d: probability %.6f for \"%s\", expected %.6f within %s",
                                index,
                                result[c],
                                model.labels().get(c),
                                expected[c],
                                golden.tolerance()));
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

    /** Classifies; a failure is a refusal at this stage. */
    static float[][] classify(Classifier model, List<byte[]> tensors, Stage stage) throws RefusedException {
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
