package io.odradek.bench.load;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.bench.net.Images;
import io.odradek.bench.process.Leftovers;
import io.odradek.bench.process.Programs;
import io.odradek.bench.process.StreamerHealth;
import io.odradek.bench.rival.BrokerProgram;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What stays while streamers come and go: a broker in a process of its own, the topics, the images.
 *
 * @param site where everything is
 * @param bootstrap the broker's address
 * @param pixels of each image, 784 bytes
 * @param settings of all streamers and commands
 */
public record Rig(
        Site site,
        Programs programs,
        Programs.Started broker,
        String bootstrap,
        List<byte[]> pixels,
        HttpClient http,
        Map<String, String> settings)
        implements AutoCloseable {
    /** Of the topics of images and answers. */
    public static final int PARTITIONS = 4;

    /** The topic of images. */
    public static final String IMAGES = "images";

    /** The topics of answers. */
    public static final List<String> ANSWERS = List.of("predictions", "images-dlq");

    private static final Duration GRACE = Duration.ofSeconds(20);

    /**
     * Directories and files.
     *
     * @param home the checkout
     * @param out where results and logs go
     * @param images the IDX file of Fashion-MNIST's test images
     */
    public record Site(Path home, Path out, Path images) {
        Path launcher() {
            return home.resolve("streamer/bin/streamer");
        }
    }

    /**
     * Starts the broker and creates the topics.
     *
     * @param broker settings of the broker, as {@code key=value}
     * @param settings of all streamers, such as the name of the model
     */
    public static Rig open(Site site, Children children, List<String> broker, Map<String, String> settings)
            throws InterruptedException {
        try {
            for (String earlier : List.of("broker", "state", "logs")) {
                Leftovers.delete(site.out().resolve(earlier));
            }
            Programs programs =
                    new Programs(children, Files.createDirectories(site.out().resolve("logs")));
            List<String> arguments =
                    new ArrayList<>(List.of(site.out().resolve("broker").toString()));
            arguments.addAll(broker);
            Programs.Started started = programs.start("broker", BrokerProgram.class, arguments.toArray(String[]::new));
            Map<String, String> all = new TreeMap<>(settings);
            all.put("odradek.bootstrap.servers", started.said());
            all.put("odradek.application.id", "odradek-load");
            all.put("odradek.create.partitions", String.valueOf(PARTITIONS));
            Rig rig = new Rig(
                    site,
                    programs,
                    started,
                    started.said(),
                    Images.read(site.images()),
                    HttpClient.newHttpClient(),
                    Map.copyOf(all));
            rig.command("topics", List.of("topics", "create"));
            return rig;
        } catch (IOException e) {
            throw new Failure("cannot prepare the run: " + e.getMessage(), e);
        }
    }

    /** Starts a streamer and does not wait for it. */
    public Instance start(String name, String java) {
        StreamerHealth health = StreamerHealth.onFreePort(http);
        Path state = site.out().resolve("state").resolve(name);
        Path config = written(
                name,
                Map.of(
                        "odradek.http.port", String.valueOf(health.port()),
                        "odradek.instance", name,
                        "odradek.model.dir", state.resolve("models").toString(),
                        "kafka.state.dir", state.resolve("streams").toString()));
        return new Instance(programs.streamer(name, site.launcher(), config, Map.of("JAVA_OPTS", java)), health);
    }

    /**
     * Runs a command of the streamer.
     *
     * @throws Failure when it does not end well
     */
    public void command(String name, List<String> words) throws InterruptedException {
        int status = status(name, words);
        if (status != 0) {
            throw new Failure("streamer " + String.join(" ", words) + " ended with status " + status + " (log: "
                    + site.out().resolve("logs").resolve(name + ".log") + ")");
        }
    }

    /** What {@code streamer verify} says of all images and answers. */
    public JsonObject verify() throws InterruptedException {
        Path file = site.out().resolve("verify.json");
        try {
            Files.deleteIfExists(file);
            int status = status("verify", List.of("verify", "--rate", "0", "--json", file.toString()));
            if (!Files.exists(file)) {
                throw new Failure("streamer verify ended with status " + status + " (log: "
                        + site.out().resolve("logs/verify.log") + ")");
            }
            return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        } catch (IOException e) {
            throw new Failure("cannot read what streamer verify says: " + e.getMessage(), e);
        }
    }

    private int status(String name, List<String> words) throws InterruptedException {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--config", written("command", Map.of()).toString()));
        return programs.command(name, site.launcher(), all);
    }

    private Path written(String name, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putAll(more);
        Path file = site.out().resolve(name + ".properties");
        try {
            return Files.write(
                    file,
                    all.entrySet().stream()
                            .map(setting -> setting.getKey() + "=" + setting.getValue())
                            .toList());
        } catch (IOException e) {
            throw new Failure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Ends the broker and deletes its data, which may be many gigabytes. */
    @Override
    public void close() {
        broker.process().stop(GRACE);
        try {
            Leftovers.delete(site.out().resolve("broker"));
        } catch (IOException e) {
            throw new Failure("cannot delete the broker's data: " + e.getMessage(), e);
        }
    }
}
