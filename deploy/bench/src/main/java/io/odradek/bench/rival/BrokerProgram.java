package io.odradek.bench.rival;

import io.odradek.broker.InProcessBroker;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A broker in a process of its own. Prints {@link StreamsProgram#READY} and its address. Arguments: directory of its data,
 * then settings as {@code key=value}, which win.
 */
public final class BrokerProgram {
    private BrokerProgram() {}

    /** Serves until SIGTERM. */
    public static void main(String[] arguments) {
        Map<String, String> settings = new HashMap<>(Map.of(
                // What was measured is deleted soon.
                "log.segment.bytes", String.valueOf(128 << 20),
                "log.retention.check.interval.ms", "5000",
                // Contestants that wait for their turn are stopped, and must keep group and connection.
                "connections.max.idle.ms", "3600000",
                "group.streams.max.session.timeout.ms", "1800000",
                "group.streams.session.timeout.ms", "1700000"));
        Arrays.stream(arguments)
                .skip(1)
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> settings.put(pair[0], pair[1]));
        InProcessBroker broker = new InProcessBroker(Path.of(arguments[0]), settings);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        broker.start();
        System.out.println(StreamsProgram.READY + " " + broker.bootstrapServers());
    }
}
