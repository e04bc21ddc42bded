package io.odradek.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.file.StagedFile;
import io.odradek.trainer.model.Net;
import io.odradek.trainer.onnx.GoldenExample;
import io.odradek.trainer.onnx.ModelMetadata;
import io.odradek.trainer.onnx.OnnxSession;
import io.odradek.trainer.onnx.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Writes a trained net as an ONNX file with the whole metadata contract.
 *
 * @param id name and version of the model
 * @param created goes into the metadata
 * @param labels class names in output order
 * @param recipe recipe and hyperparameters, in JSON's types
 * @param dataSha256 digest of the decompressed training data
 * @param golden whether real test images go into the file
 * @param threads of ONNX Runtime, at least 1
 */
public record OnnxExport(
        ModelId id,
        Instant created,
        List<String> labels,
        Map<String, Object> recipe,
        String dataSha256,
        boolean golden,
        int threads) {
    private static final int NOISE_IMAGES = 8;

    /** Fewer images prove too little. */
    private static final int ENOUGH_IMAGES = 1_000;

    /**
     * Tells before a net is trained whether {@link #write} can export it: translates it and compares the graph with the
     * net on a few images of noise, which also finds a lambda that is not what its name says. Needs no data, and
     * leaves the net as it is.
     *
     * @throws TrainerException when a block has no translation, with the block's name and place, or graph and net
     *     differ
     */
    public static void check(Net net) {
        byte[] graph = GraphExporter.model(GraphExporter.export(net), Map.of()).toByteArray();
        LabelledImages noise = LabelledImages.noise(net.input(), NOISE_IMAGES);
        if (ParityGate.judge(graph, net.logits(noise), noise, 1) instanceof ParityGate.Refused refused) {
            throw new TrainerException("the net cannot be exported: its ONNX graph does not compute what it computes: "
                    + refused.reason());
        }
    }

    /**
     * Writes {@code net} to {@code file}, reads it back and compares it with the net. The caller commits the file: a
     * file that is not proven never gets its name.
     *
     * @param test held-out images
     * @param train images of the training, to compare on where the held-out ones are fewer than 1,000
     * @throws TrainerException when a block cannot be translated, the file cannot be written, or file and net differ
     */
    public Parity write(Net net, LabelledImages test, LabelledImages train, StagedFile file) {
        GraphProto graph = GraphExporter.export(net);
        Scores probabilities = probabilities(graph, net.classes(), test);
        ModelMetadata metadata = metadata(net.input(), test, probabilities, GoldenExample.TOLERANCE);
        file.write(GraphExporter.model(graph, metadata.toProperties()).toByteArray());
        return prove(net, test.and(train.head(Math.max(0, ENOUGH_IMAGES - test.size()))), file);
    }

    /** What a file says about itself whose graph gives {@code probabilities} for {@code test}. */
    ModelMetadata metadata(InputSpec input, LabelledImages test, Scores probabilities, double tolerance) {
        return new ModelMetadata(
                id,
                created,
                labels,
                input,
                recipe,
                dataSha256,
                probabilities.accuracy(test),
                golden ? GoldenExample.choose(test, probabilities, tolerance) : List.of(),
                Reference.of(probabilities, test));
    }

    /** What {@code graph} gives for {@code test}. */
    Scores probabilities(GraphProto graph, int classes, LabelledImages test) {
        byte[] model = GraphExporter.model(graph, Map.of()).toByteArray();
        try (OnnxSession session = OnnxSession.open(model, threads, "the exported graph")) {
            return session.probabilities(test, classes);
        }
    }

    private Parity prove(Net net, LabelledImages images, StagedFile file) {
        ParityGate.Verdict verdict = ParityGate.judge(read(file), net.logits(images), images, threads);
        if (verdict instanceof ParityGate.Passed passed) {
            return passed.parity();
        }
        throw new TrainerException("the exported file does not compute what the trained net computes: "
                + ((ParityGate.Refused) verdict).reason() + "; nothing was written, please report this");
    }

    private static byte[] read(StagedFile file) {
        try {
            return Files.readAllBytes(file.temporary());
        } catch (IOException e) {
            throw new TrainerException("cannot read " + file.temporary() + " back: " + TrainerException.reasonOf(e), e);
        }
    }
}
