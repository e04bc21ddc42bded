package io.odradek.trainer.export;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.Scores;
import io.odradek.trainer.export.graph.GraphExporter;
import io.odradek.trainer.onnx.OnnxSession;

/**
 * Compares what the trained net computes with what ONNX Runtime computes from the exported file: logits, so that a
 * saturated softmax hides nothing. Stateless.
 *
 * <p>That the classes are the same needs no look of its own: where no logit moves by the tolerance, another class can
 * win only where the net's two greatest logits are less than twice the tolerance apart, and there neither is wrong.
 */
final class ParityGate {
    /** Of the greatest logit of the image, or of 1 where all are smaller: floating point rounds in proportion. */
    private static final double MAX_DIFFERENCE = 1e-4;

    private ParityGate() {}

    /** The gate's verdict. */
    sealed interface Verdict {}

    /** File and net agree on all images. */
    record Passed(Parity parity) implements Verdict {}

    /** They do not; the reason is one line. */
    record Refused(String reason) implements Verdict {}

    /**
     * Judges a file.
     *
     * @param file an ONNX file whose last node is the softmax
     * @param expected logits of the trained net for {@code images}
     * @param images any: real ones, noise
     */
    static Verdict judge(byte[] file, Scores expected, LabelledImages images, int threads) {
        return compare(logits(file, images, expected.classes(), threads), expected);
    }

    private static Verdict compare(Scores found, Scores expected) {
        double greatest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double limit = MAX_DIFFERENCE * scale(expected, i);
            for (int c = 0; c < expected.classes(); c++) {
                double difference = Math.abs((double) found.at(i, c) - expected.at(i, c));
                // Not "difference >= limit": a NaN must be refused too.
                if (!(difference < limit)) {
                    return new Refused("logit " + c + " of image " + i + " differs by " + difference
                            + ", allowed is less than " + limit);
                }
                greatest = Math.max(greatest, difference);
            }
        }
        return new Passed(new Parity(expected.size(), greatest));
    }

    private static double scale(Scores logits, int i) {
        double scale = 1;
        for (int c = 0; c < logits.classes(); c++) {
            scale = Math.max(scale, Math.abs(logits.at(i, c)));
        }
        return scale;
    }

    private static Scores logits(byte[] file, LabelledImages images, int classes, int threads) {
        ModelProto model;
        try {
            model = ModelProto.parseFrom(file);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the exporter wrote something that is not ONNX", e);
        }
        NodeProto softmax = model.getGraph().getNode(model.getGraph().getNodeCount() - 1);
        String logits = softmax.getInput(0);
        GraphProto.Builder exposed = model.getGraph().toBuilder().addOutput(GraphExporter.output(logits, classes));
        byte[] copy = model.toBuilder().setGraph(exposed).build().toByteArray();
        try (OnnxSession session = OnnxSession.open(copy, threads, "the exported graph")) {
            return session.run(images, classes, logits);
        }
    }
}
