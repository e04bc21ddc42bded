package io.odradek.quickstart.run;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A child process that runs until it is stopped and says over HTTP how it is. Used by one thread. */
final class Service {
    private final String name;
    private final ChildProcess process;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    /**
     * @param name what messages call it
     * @param port of 127.0.0.1 that it listens on
     */
    Service(String name, ChildProcess process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /** What {@code /health/ready} says. */
    record Readiness(boolean ready, String waitingFor) {}

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

    /**
     * Returns when the process has ended, which it does only when something is wrong.
     *
     * @param meanwhile called several times a second; what it throws ends the wait
     */
    Failure awaitEnd(Runnable meanwhile) throws InterruptedException {
        process.await(Duration.ofDays(365), meanwhile);
        return process.failed();
    }

    /** Waits until it lives and names {@code last} as what it waits for; returns what it says. */
    Readiness awaitAllBut(String last, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (status("/health/live").map(HttpResponse::statusCode).orElse(0) != 200) {
            pause(deadline, "not alive", patience);
        }
        Readiness readiness = readiness();
        while (!readiness.waitingFor().contains(last)) {
            pause(deadline, "not waiting for " + last + " but for " + readiness.waitingFor(), patience);
            readiness = readiness();
        }
        return readiness;
    }

    /** Waits until it does its work. */
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
            throw new Failure(name + " at " + url("/health/ready") + " is " + state + ", after " + patience.toSeconds()
                    + " s" + seeLog());
        }
        TimeUnit.MILLISECONDS.sleep(50);
    }

    /** A port of 127.0.0.1 that nobody has. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new Failure("no free port on 127.0.0.1: " + e.getMessage(), e);
        }
    }
}
