package io.odradek.bench.rival;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/**
 * A Kafka Streams application from a properties file: {@code in}, {@code out}, {@code net}, {@code server}, and Kafka's own
 * settings behind {@code kafka.}. Prints {@link #READY} when it runs, ends with SIGTERM.
 */
final class StreamsProgram {
    /** What a rival prints when it may begin. */
    static final String READY = "ready";

    private static final String KAFKA = "kafka.";

    private final Properties settings = new Properties();

    /** @param arguments the path of the file */
    StreamsProgram(String[] arguments) throws IOException {
        try (Reader in = Files.newBufferedReader(Path.of(arguments[0]))) {
            settings.load(in);
        }
    }

    String in() {
        return get("in");
    }

    String out() {
        return get("out");
    }

    Path net() {
        return Path.of(get("net"));
    }

    /** Where a model server is. */
    String server() {
        return get("server");
    }

    private String get(String key) {
        String value = settings.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException("no \"" + key + "\" in the file of settings");
        }
        return value;
    }

    /** Runs until SIGTERM; ends the process with status 1 when the application fails. */
    void run(Topology topology) throws InterruptedException {
        Properties kafka = new Properties();
        settings.stringPropertyNames().stream()
                .filter(name -> name.startsWith(KAFKA))
                .forEach(name -> kafka.put(name.substring(KAFKA.length()), settings.getProperty(name)));
        KafkaStreams streams = new KafkaStreams(topology, kafka);
        CountDownLatch end = new CountDownLatch(1);
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                System.out.println(READY);
            } else if (now == KafkaStreams.State.ERROR) {
                Runtime.getRuntime().halt(1);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            streams.close();
            end.countDown();
        }));
        streams.start();
        end.await();
    }
}
