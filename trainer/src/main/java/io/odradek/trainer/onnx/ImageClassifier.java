package io.odradek.trainer.onnx;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.Scores;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An ONNX image classifier that is loaded: one of the contract, or one from elsewhere with a sidecar. It takes uint8 or
 * float32, {@code [N, C, H, W]} or {@code [N, H, W, C]}, of which N may be fixed. Not thread-safe.
 */
public final class ImageClassifier implements AutoCloseable {
    private final OnnxSession session;
    private final TensorEncoding encoding;
    private final Description description;

    private ImageClassifier(OnnxSession session, TensorEncoding encoding, Description description) {
        this.session = session;
        this.encoding = encoding;
        this.description = description;
    }

    /**
     * What is known of a classifier.
     *
     * @param name with its version where it has one
     * @param labels class names in output order
     * @param input how an image becomes pixels
     * @param own whether it is one of the contract, as the trainer writes them
     * @param output logits or probabilities by the sidecar; probabilities by the contract; null where nobody says
     */
    public record Description(
            String name,
            List<String> labels,
            InputSpec input,
            boolean own,
            @Nullable String output) {
        /** Copies the list. */
        public Description {
            labels = List.copyOf(labels);
        }
    }

    /**
     * Loads a classifier.
     *
     * @param file an ONNX file; data that it keeps in other files are found beside it
     * @param sidecar what describes a foreign file; null: {@code FILE.json} beside it
     * @param threads of one operation, at least 1
     * @throws TrainerException when it is no image classifier, or is not described, or not as it is
     */
    public static ImageClassifier open(Path file, @Nullable Path sidecar, int threads) {
        boolean own = ModelFile.isOwn(file);
        Path beside = file.resolveSibling(file.getFileName() + ".json");
        Path described = Objects.requireNonNullElse(sidecar, beside);
        if (own && (sidecar != null || Files.exists(beside))) {
            throw new TrainerException(
                    file + " describes itself, and " + described + " may contradict it; take the sidecar away");
        }
        // First of all, so that a file which breaks the contract is told so.
        @Nullable ModelFile contract = own ? ModelFile.read(file) : null;
        OnnxSession session = OnnxSession.open(file, threads);
        try {
            GraphSignature graph = session.signature();
            if (contract != null) {
                return own(session, graph, contract);
            }
            if (sidecar == null && !Files.exists(beside)) {
                throw new TrainerException(file + " says nothing of its classes and its input; write " + beside
                        + ", or give --sidecar, with the right names and numbers in: " + Sidecar.startingText(graph));
            }
            return foreign(session, graph, file, described);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private static ImageClassifier own(OnnxSession session, GraphSignature graph, ModelFile file) {
        if (graph.floats()) {
            throw new TrainerException(file.path() + " takes float32, but its metadata say uint8");
        }
        Description description = new Description(file.id().key(), file.labels(), file.input(), true, "probabilities");
        requireFit(file.path().toString(), graph, description, false, file.path() + " itself");
        return new ImageClassifier(
                session, new TensorEncoding(false, false, new float[0], new float[0], graph.fixedBatch()), description);
    }

    private static ImageClassifier foreign(OnnxSession session, GraphSignature graph, Path file, Path described) {
        Sidecar sidecar = Sidecar.read(described);
        String name =
                Objects.requireNonNullElse(sidecar.name(), file.getFileName().toString());
        Description description = new Description(name, sidecar.labels(), sidecar.input(), false, sidecar.output());
        String dtype = graph.floats() ? "float32" : "uint8";
        if (sidecar.dtype() != null && !sidecar.dtype().equals(dtype)) {
            throw new TrainerException(
                    file + " takes " + dtype + ", but " + described + " says " + sidecar.dtype() + "; correct dtype");
        }
        if (!graph.floats() && sidecar.normalises()) {
            throw new TrainerException(file + " takes uint8, pixels as they are, but " + described
                    + " has scale, mean or std; leave them out");
        }
        requireFit(file.toString(), graph, description, sidecar.channelsLast(), described.toString());
        return new ImageClassifier(
                session,
                new TensorEncoding(
                        graph.floats(), sidecar.channelsLast(), sidecar.factor(), sidecar.shift(), graph.fixedBatch()),
                description);
    }

    private static void requireFit(
            String file, GraphSignature graph, Description description, boolean channelsLast, String described) {
        InputSpec input = description.input();
        if (!graph.takes(channelsLast, input.channels(), input.height(), input.width())) {
            throw new TrainerException(file + " takes " + GraphSignature.text(graph.input()) + ", but " + described
                    + " says " + (channelsLast ? "NHWC" : "NCHW") + " of " + input.channels() + " channels, height "
                    + input.height() + " and width " + input.width() + "; correct odradek.input");
        }
        int labels = description.labels().size();
        if (graph.classes() >= 0 && graph.classes() != labels) {
            throw new TrainerException(file + " gives " + graph.classes() + " numbers for an image, but " + described
                    + " has " + labels + " labels; correct odradek.labels");
        }
    }

    /** What is known of it. */
    public Description description() {
        return description;
    }

    /**
     * Runs it.
     *
     * @param pixels of decoded images, uint8 {@code [N, C, H, W]}
     * @return one row for each image, as the graph gives them: logits or probabilities
     * @throws TrainerException when ONNX Runtime fails, or the rows are not one number for each label
     */
    public Scores run(ByteBuffer pixels) {
        return session.run(
                pixels, description.input(), encoding, description.labels().size());
    }

    @Override
    public void close() {
        session.close();
    }
}
