package io.odradek.streamer.guarantee;

import io.odradek.broker.BrokerTrio;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.model.BadModel;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Everything that can break: three brokers, three streamers each with a network of its own to the brokers, images, models,
 * topics and disks. Used by one thread.
 */
final class Site implements AutoCloseable {
    static final int PARTITIONS = 8;

    /** Of the brokers. */
    static final int NODE_WITH_DISK = BrokerTrio.NODES - 1;

    /** Of the streamers. */
    private static final int STREAMER_WITH_DISK = 0;

    private static final int WARM = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Path dir;
    private final BrokerTrio brokers;
    private final List<List<Link>> links = new ArrayList<>();
    private final SmallDisk brokerDisk;
    private final SmallDisk modelDisk;
    private final Cluster cluster;
    private final Swaps swaps;
    private final AnswerWatch answers;
    private final DeadLetters letters;
    private final Feed feed;
    private final Fleet fleet;

    /**
     * Starts the brokers; the rest waits for {@link #start}.
     *
     * @param dir absolute; gets data and logs
     * @param protocol {@code classic} or {@code streams}
     */
    Site(Path dir, Promise promise, String protocol, long seed) {
        this.dir = dir;
        List<String> gates =
                IntStream.rangeClosed(0, Fleet.GUEST).mapToObj(Site::gate).toList();
        brokers = new BrokerTrio(dir, gates, Cluster.quick());
        gates.forEach(gate -> links.add(linked(gate)));
        brokerDisk = new SmallDisk(brokers.directory(NODE_WITH_DISK).resolve("data"));
        modelDisk = new SmallDisk(models(STREAMER_WITH_DISK));
        cluster = startBrokers();
        swaps = new Swaps(cluster, directory("origin"));
        answers = new AnswerWatch(cluster.bootstrapServers());
        letters = new DeadLetters(cluster, answers);
        feed = new Feed(cluster.bootstrapServers(), seed, answers);
        fleet = new Fleet(dir, streamer -> arguments(streamer, promise, protocol));
    }

    private Cluster startBrokers() {
        try {
            Cluster started = new Cluster(brokers.start(), PARTITIONS);
            started.createTopics();
            return started;
        } catch (RuntimeException e) {
            closeBrokers();
            throw e;
        }
    }

    private void closeBrokers() {
        brokers.close();
        modelDisk.close();
        brokerDisk.close();
    }

    private static String gate(int streamer) {
        return "GATE" + streamer;
    }

    private List<Link> linked(String gate) {
        List<Link> all = new ArrayList<>();
        for (int node = 0; node < BrokerTrio.NODES; node++) {
            Link link = new Link(brokers.port(gate, node));
            brokers.advertise(gate, node, link.port());
            all.add(link);
        }
        return all;
    }

    private Path models(int streamer) {
        return directory("models-" + streamer);
    }

    private Path directory(String name) {
        try {
            return Files.createDirectories(dir.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> arguments(int streamer, Promise promise, String protocol) {
        String addresses = links.get(streamer).stream()
                .map(link -> "127.0.0.1:" + link.port())
                .collect(Collectors.joining(","));
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--bootstrap-servers=" + addresses,
                "--model-name=" + TestModels.NAME,
                "--model-dir=" + models(streamer),
                "--model-uri-allow=" + directory("origin").toUri(),
                "--model-max-bytes=" + BadModel.MAX_BYTES,
                "--processing-guarantee=" + promise.setting(),
                "--http-port=0",
                "--threads=2",
                "-K=group.protocol=" + protocol));
        if (protocol.equals("classic")) {
            // With the other protocol the broker decides.
            arguments.add("-K=consumer.session.timeout.ms=3000");
        }
        return arguments;
    }

    /** The first model, three streamers, and images; returns when some are answered. */
    void start() {
        swaps.good();
        fleet.start();
        feed.start();
        Awaitility.await().atMost(PATIENCE).until(() -> answers.answered() >= WARM);
    }

    /** Until three run, or for so long. */
    void awaitStreamers(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        Awaitility.await().forever().until(() -> fleet.isComplete() || System.nanoTime() > deadline);
    }

    BrokerTrio brokers() {
        return brokers;
    }

    /** The connections of a streamer, to each broker. */
    List<Link> links(int streamer) {
        return links.get(streamer);
    }

    /** Of {@link #NODE_WITH_DISK}. */
    SmallDisk brokerDisk() {
        return brokerDisk;
    }

    /** Of the first streamer. */
    SmallDisk modelDisk() {
        return modelDisk;
    }

    Cluster cluster() {
        return cluster;
    }

    Swaps swaps() {
        return swaps;
    }

    AnswerWatch answers() {
        return answers;
    }

    DeadLetters letters() {
        return letters;
    }

    Feed feed() {
        return feed;
    }

    Fleet fleet() {
        return fleet;
    }

    /** Ends every process, whatever state it is in. */
    @Override
    public void close() {
        // Also after Ctrl-C nothing may stay.
        boolean interrupted = Thread.interrupted();
        try {
            fleet.close();
            swaps.close();
            feed.close();
            answers.close();
            cluster.close();
            links.forEach(all -> all.forEach(Link::close));
        } finally {
            closeBrokers();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
