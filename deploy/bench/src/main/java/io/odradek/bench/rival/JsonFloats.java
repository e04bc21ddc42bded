package io.odradek.bench.rival;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.jspecify.annotations.Nullable;

/**
 * Images as JSON arrays of floats, the same JSON out with the scores beside them, one session for each task, one record at a
 * time: what Crayfish, the benchmark of stream processors with ONNX of EDBT 2024, does with Kafka Streams.
 */
public final class JsonFloats {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonFloats() {}

    /** What travels; scores are null on the way in. */
    record Message(List<Float> image, @Nullable List<Float> probabilities) {}

    /** Runs; see {@link StreamsProgram}. */
    public static void main(String[] arguments) throws Exception {
        StreamsProgram program = new StreamsProgram(arguments);
        Path file = program.net();
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(program.in(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .processValues(() -> new Scoring(file))
                .to(program.out(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        program.run(builder.build());
    }

    private static final class Scoring implements FixedKeyProcessor<byte[], byte[], byte[]> {
        private final Path file;

        @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
        private Net net;

        @SuppressWarnings("NullAway.Init")
        private FixedKeyProcessorContext<byte[], byte[]> context;

        Scoring(Path file) {
            this.file = file;
        }

        @Override
        public void init(FixedKeyProcessorContext<byte[], byte[]> context) {
            this.context = context;
            try {
                net = new Net(file);
            } catch (OrtException e) {
                throw new IllegalStateException("cannot load " + file + ": " + e.getMessage(), e);
            }
        }

        @Override
        public void process(FixedKeyRecord<byte[], byte[]> record) {
            context.forward(record.withValue(scored(record.value())));
        }

        private byte[] scored(byte[] value) {
            try {
                Message message = JSON.readValue(value, Message.class);
                FloatBuffer pixels = FloatBuffer.allocate(message.image().size());
                message.image().forEach(pixels::put);
                float[] scores = net.scores(pixels.flip())[0];
                return JSON.writeValueAsBytes(new Message(message.image(), boxed(scores)));
            } catch (IOException | OrtException e) {
                throw new IllegalStateException("cannot score a message: " + e.getMessage(), e);
            }
        }

        private static List<Float> boxed(float[] values) {
            Float[] boxed = new Float[values.length];
            for (int i = 0; i < values.length; i++) {
                boxed[i] = values[i];
            }
            return List.of(boxed);
        }

        @Override
        public void close() {
            try {
                net.close();
            } catch (OrtException e) {
                throw new IllegalStateException("cannot close the session: " + e.getMessage(), e);
            }
        }
    }
}
