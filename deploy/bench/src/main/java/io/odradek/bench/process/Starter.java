package io.odradek.bench.process;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.rival.HttpCalls;
import io.odradek.bench.rival.JsonFloats;
import io.odradek.bench.rival.ModelServer;
import io.odradek.bench.rival.OneAtATime;
import io.odradek.bench.rival.PassThrough;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts contestants, with the settings that its users would give each. Not thread-safe. */
public final class Starter {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String HALF_AN_HOUR = "1700000";

    /** Who waits for a turn is stopped, stays in its group, and has no request that is too old when it goes on. */
    private static final Map<String, String> STAYS = Map.of(
            "session.timeout.ms",
            HALF_AN_HOUR,
            "max.poll.interval.ms",
            "3600000",
            // A request that is too old is a case that Java has compiled no code for: it throws away what it has of the
            // clients, and compiles that again while others are measured.
            "request.timeout.ms",
            HALF_AN_HOUR,
            "default.api.timeout.ms",
            HALF_AN_HOUR,
            "delivery.timeout.ms",
            "1800000",
            // Else a client that has lost its broker forgets its topics, and its group begins anew.
            "metadata.recovery.strategy",
            "none");

    private static final String GROUP_PROTOCOL = "kafka.group.protocol";

    private final Programs programs;
    private final Path home;
    private final Path out;
    private final String bootstrap;
    private final Map<NetName, Path> nets;
    private final Map<NetName, Path> floatNets;
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param home the checkout
     * @param out where files of settings go
     * @param nets each net's file
     * @param floatNets the same for floats
     */
    public Starter(
            Programs programs,
            Path home,
            Path out,
            String bootstrap,
            Map<NetName, Path> nets,
            Map<NetName, Path> floatNets) {
        this.programs = programs;
        this.home = home;
        this.out = out;
        this.bootstrap = bootstrap;
        this.nets = Map.copyOf(nets);
        this.floatNets = Map.copyOf(floatNets);
    }

    /** Starts it and waits until it may begin; its topics are there. */
    public Contestant start(Entry entry) throws InterruptedException {
        return new Contestant(
                entry,
                switch (entry.program()) {
                    case ODRADEK -> streamers(entry);
                    case PASS_THROUGH -> List.of(rival(entry, PassThrough.class, likeTheStreamer(entry)));
                    case ONE_AT_A_TIME -> List.of(rival(entry, OneAtATime.class, Map.of()));
                    case JSON_FLOAT -> List.of(rival(entry, JsonFloats.class, Map.of()));
                    case HTTP -> http(entry);
                });
    }

    /** The bound has the same guarantee as the streamer, and its waits under a backlog, those of {@code StreamsSettings}. */
    private static Map<String, String> likeTheStreamer(Entry entry) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("kafka.producer.linger.ms", "20");
        settings.put("kafka.producer.batch.size", String.valueOf(1 << 17));
        settings.put("kafka.consumer.isolation.level", "read_committed");
        settings.put("kafka.commit.interval.ms", entry.exactlyOnce() ? "100" : "200");
        if (entry.exactlyOnce()) {
            settings.put("kafka.processing.guarantee", "exactly_once_v2");
            settings.put("kafka.poll.ms", "10");
        }
        settings.putAll(entry.settings());
        return settings;
    }

    private List<ChildProcess> http(Entry entry) throws InterruptedException {
        Programs.Started server = programs.start(
                entry.name() + "-server",
                ModelServer.class,
                nets.getOrDefault(entry.net(), out).toString());
        ChildProcess caller =
                rival(entry, HttpCalls.class, Map.of("server", "http://127.0.0.1:" + server.said() + "/predict"));
        return List.of(caller, server.process());
    }

    private ChildProcess rival(Entry entry, Class<?> program, Map<String, String> more) throws InterruptedException {
        Map<String, String> settings = new TreeMap<>();
        settings.put("in", entry.imagesTopic());
        settings.put("out", entry.answersTopic());
        Map<NetName, Path> files = program == JsonFloats.class ? floatNets : nets;
        settings.put("net", files.getOrDefault(entry.net(), out).toString());
        settings.put("kafka.bootstrap.servers", bootstrap);
        settings.put("kafka.application.id", entry.group());
        settings.put("kafka.num.stream.threads", String.valueOf(threads()));
        settings.put("kafka.state.dir", out.resolve("state").toString());
        settings.put("kafka.consumer.auto.offset.reset", "earliest");
        STAYS.forEach((key, value) -> settings.put("kafka." + key, value));
        settings.putAll(more);
        return programs.start(
                        entry.name(), program, written(entry.name(), settings).toString())
                .process();
    }

    /** All its instances, each with its share of the partitions. */
    private List<ChildProcess> streamers(Entry entry) throws InterruptedException {
        List<ChildProcess> processes = new ArrayList<>();
        List<StreamerHealth> healths = new ArrayList<>();
        for (int i = 0; i < entry.instances(); i++) {
            StreamerHealth health = StreamerHealth.onFreePort(http);
            String name = entry.instances() == 1 ? entry.name() : entry.name() + "-" + i;
            ChildProcess process = streamer(entry, name, health.port());
            processes.add(process);
            healths.add(health);
            await(process, "is not ready", health::isReady);
        }
        for (int i = 0; i < entry.instances() && entry.instances() > 1; i++) {
            StreamerHealth health = healths.get(i);
            int share = entry.partitions() / entry.instances();
            await(
                    processes.get(i),
                    "has not its " + share + " partitions",
                    () -> health.isReady() && health.partitions(entry.imagesTopic()) == share);
        }
        return processes;
    }

    private ChildProcess streamer(Entry entry, String name, int port) {
        Path state = out.resolve("state").resolve(name);
        Map<String, String> settings = new TreeMap<>();
        settings.put("odradek.bootstrap.servers", bootstrap);
        settings.put("odradek.application.id", entry.group());
        settings.put("odradek.images.topic", entry.imagesTopic());
        settings.put("odradek.predictions.topic", entry.answersTopic());
        settings.put("odradek.model.path", nets.getOrDefault(entry.net(), out).toString());
        settings.put("odradek.model.dir", out.resolve("state").toString());
        settings.put("odradek.model.name", entry.net().model());
        settings.put("odradek.http.port", String.valueOf(port));
        settings.put("odradek.create.topics", "true");
        settings.put("odradek.create.partitions", String.valueOf(entry.partitions()));
        if (entry.exactlyOnce()) {
            settings.put("odradek.processing.guarantee", "exactly_once_v2");
        }
        settings.put("kafka.state.dir", state.toString());
        STAYS.forEach((key, value) -> settings.put("kafka." + key, value));
        entry.settings().forEach((key, value) -> {
            if (!key.equals(Entry.JAVA) && !key.equals(Entry.LAUNCHER)) {
                settings.put(key, value);
            }
        });
        if ("streams".equals(settings.get(GROUP_PROTOCOL))) {
            // With this protocol it is the broker's setting.
            settings.remove("kafka.session.timeout.ms");
        }
        Path launcher = Path.of(entry.settings()
                .getOrDefault(
                        Entry.LAUNCHER, home.resolve("streamer/bin/streamer").toString()));
        String java = "-Xmx512m " + entry.settings().getOrDefault(Entry.JAVA, "");
        return programs.streamer(name, launcher, written(name, settings), Map.of("JAVA_OPTS", java.strip()));
    }

    /** A question to a streamer. */
    private interface Question {
        boolean isAnswered() throws InterruptedException;
    }

    private static void await(ChildProcess process, String not, Question question) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!question.isAnswered()) {
            process.requireAlive();
            if (System.nanoTime() > deadline) {
                throw new Failure("the streamer " + not + " after " + PATIENCE.toSeconds() + " s" + process.seeLog());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private Path written(String name, Map<String, String> settings) {
        Path file = out.resolve(name + ".properties");
        List<String> lines = new ArrayList<>();
        settings.forEach((key, value) -> lines.add(key + "=" + value));
        try {
            return Files.write(file, lines);
        } catch (IOException e) {
            throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }
}
