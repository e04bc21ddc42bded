package io.odradek.bench.rival;

import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * The shortest way to a classifier: {@code mapValues} with a call of ONNX Runtime for each record. Raw pixels in, JSON out;
 * one session for all threads.
 */
public final class OneAtATime {
    private static final int BYTES = 28 * 28;

    private static final ThreadLocal<ByteBuffer> BUFFER =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

    private OneAtATime() {}

    /** Runs; see {@link StreamsProgram}. */
    public static void main(String[] arguments) throws Exception {
        StreamsProgram program = new StreamsProgram(arguments);
        try (Net net = new Net(program.net())) {
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream(program.in(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                    .mapValues(pixels -> Scored.json(scores(net, pixels)))
                    .to(program.out(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
            program.run(builder.build());
        }
    }

    private static float[] scores(Net net, byte[] pixels) {
        try {
            return net.scores(BUFFER.get().clear().put(pixels).flip())[0];
        } catch (OrtException e) {
            throw new IllegalStateException("inference failed: " + e.getMessage(), e);
        }
    }
}
