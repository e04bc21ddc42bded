package io.odradek.bench.rival;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** The limit of Kafka Streams: each record goes from one topic to another, and nothing else happens. */
public final class PassThrough {
    private PassThrough() {}

    /** Runs; see {@link StreamsProgram}. */
    public static void main(String[] arguments) throws Exception {
        StreamsProgram program = new StreamsProgram(arguments);
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(program.in(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .to(program.out(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        program.run(builder.build());
    }
}
