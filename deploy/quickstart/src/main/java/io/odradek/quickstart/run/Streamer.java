package io.odradek.quickstart.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import io.odradek.quickstart.process.Children;
import io.odradek.quickstart.process.Command;
import io.odradek.quickstart.process.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The streamer as its users run it: own process, own configuration file, asked over HTTP. Used by one thread. */
final class Streamer {
    private static final int MAX_THREADS = 4;

    private final ChildProcess process;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private Streamer(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** What {@code /health/ready} says. */
    record Readiness(boolean ready, String waitingFor) {}

    static Streamer start(Options options, Workspace workspace, Children children, String bootstrap) {
        int port = freePort();
        int threads = Math.min(MAX_THREADS, Runtime.getRuntime().availableProcessors());
        workspace.write(workspace.streamerConfig(), config(bootstrap, port, threads, workspace));
        List<String> words = new ArrayList<>();
        words.add(options.home().resolve("streamer/bin/streamer").toString());
        words.addAll(List.of("run", "--config", workspace.streamerConfig().toString()));
        words.addAll(List.of("--create-topics", "--create-partitions", String.valueOf(Quickstart.PARTITIONS)));
        if (options.verbose()) {
            words.add("--verbose");
        }
        Command command = new Command("the streamer", words, environment(), new Output.Log(workspace.streamerLog()));
        return new Streamer(children.start(command), port);
    }

    /** A small heap, so that broker, streamer and trainer together stay below 4 GiB; the user's options win. */
    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Trainer.JAVA);
        environment.put(
                "JAVA_OPTS", ("-Xmx512m " + Objects.requireNonNullElse(System.getenv("JAVA_OPTS"), "")).strip());
        return environment;
    }

    /** The whole configuration file: short enough to be the example that people copy. */
    static String config(String bootstrap, int port, int threads, Workspace workspace) {
        return String.join(
                "\n",
                "# The streamer's configuration in this run. Any Kafka client setting goes here as kafka.<setting>.",
                "odradek.bootstrap.servers=" + bootstrap,
                "odradek.application.id=odradek-quickstart",
                "odradek.model.name=" + Quickstart.MODEL_NAME,
                "odradek.http.host=127.0.0.1",
                "odradek.http.port=" + port,
                "odradek.threads=" + threads,
                "",
                "# The live page takes images that are dropped on it.",
                "odradek.page.try=true",
                "",
                "# Beside this file, so that nothing is left in the system's temporary directory.",
                "odradek.model.dir=" + workspace.streamerState(),
                "kafka.state.dir=" + workspace.streamerState(),
                "");
    }

    long pid() {
        return process.pid();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Where its log is, in brackets. */
    String seeLog() {
        return process.seeLog();
    }

    /** Throws the reason when the process has ended. */
    void requireAlive() {
        process.requireAlive();
    }

    /** Returns when the process has ended, which it does only when something is wrong. */
    Failure awaitEnd() throws InterruptedException {
        process.await(Duration.ofDays(365), () -> {});
        return process.failed();
    }

    /** Waits until it answers that it lives and lacks nothing but a model; returns what it says it waits for. */
    Readiness awaitModelless(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (status("/health/live").map(HttpResponse::statusCode).orElse(0) != 200) {
            pause(deadline, "not alive", patience);
        }
        Readiness readiness = readiness();
        while (!readiness.waitingFor().contains(Quickstart.MODEL_NAME)) {
            pause(deadline, "not waiting for a model but for " + readiness.waitingFor(), patience);
            readiness = readiness();
        }
        return readiness;
    }

    /** Waits until it classifies. */
    void awaitReady(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Readiness readiness = readiness();
        while (!readiness.ready()) {
            pause(deadline, "not ready, waits for " + readiness.waitingFor(), patience);
            readiness = readiness();
        }
    }

    private Readiness readiness() throws InterruptedException {
        return status("/health/ready")
                .map(r -> new Readiness(r.statusCode() == 200, waitingFor(r.body())))
                .orElse(new Readiness(false, ""));
    }

    private static String waitingFor(String body) {
        try {
            JsonObject json = JsonParser.parseString(body).getAsJsonObject();
            JsonElement text = json.get("waitingFor");
            return text == null || text.isJsonNull() ? "" : text.getAsString();
        } catch (JsonParseException | IllegalStateException e) {
            return body.strip();
        }
    }

    private Optional<HttpResponse<String>> status(String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(5))
                .build();
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void pause(long deadline, String state, Duration patience) throws InterruptedException {
        requireAlive();
        if (System.nanoTime() > deadline) {
            throw new Failure("the streamer at " + url("/health/ready") + " is " + state + ", after "
                    + patience.toSeconds() + " s" + process.seeLog());
        }
        TimeUnit.MILLISECONDS.sleep(50);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Failure("no free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }
}
