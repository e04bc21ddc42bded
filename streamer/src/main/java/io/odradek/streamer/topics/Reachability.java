package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Whether anything listens at the bootstrap addresses. Kafka's client would try for a while with a warning each time and
 * then say "timed out"; the operating system says at once what is wrong. Stateless.
 */
public final class Reachability {
    private static final int CONNECT_MILLIS = 3_000;
    private static final int PAUSE_MILLIS = 250;

    private Reachability() {}

    /**
     * Returns as soon as one address accepts a connection.
     *
     * @param bootstrapServers {@code host:port,...}
     * @param patience how long to try; the last try may take 3 s more for each address
     * @throws StreamerException names the addresses and the last reason
     */
    public static void await(String bootstrapServers, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String reason = "";
            for (String address : bootstrapServers.split(",\\s*", -1)) {
                reason = connect(address);
                if (reason.isEmpty()) {
                    return;
                }
            }
            if (System.nanoTime() > deadline) {
                throw new StreamerException("cannot reach Kafka at " + bootstrapServers + " within "
                        + patience.toSeconds() + " s (" + reason
                        + "): check that it runs and that odradek.bootstrap.servers is right");
            }
            pause();
        }
    }

    private static String connect(String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), CONNECT_MILLIS);
            return "";
        } catch (UnknownHostException e) {
            return "unknown host " + host;
        } catch (IOException | IllegalArgumentException e) {
            return StreamerException.rootCause(e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamerException("interrupted while connecting to Kafka", e);
        }
    }
}
