package io.odradek.bench.rival;

import io.odradek.broker.InProcessBroker;
import java.nio.file.Path;
import java.util.Map;

/** A broker in a process of its own. Prints {@link StreamsProgram#READY} and its address. Arguments: directory of its data. */
public final class BrokerProgram {
    private BrokerProgram() {}

    /** Serves until SIGTERM. */
    public static void main(String[] arguments) {
        InProcessBroker broker = new InProcessBroker(
                Path.of(arguments[0]),
                Map.of(
                        // What was measured is deleted soon.
                        "log.segment.bytes", String.valueOf(64 << 20),
                        "log.retention.check.interval.ms", "5000",
                        // Contestants that wait for their turn are stopped, and must keep group and connection.
                        "connections.max.idle.ms", "3600000"));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        broker.start();
        System.out.println(StreamsProgram.READY + " " + broker.bootstrapServers());
    }
}
