package io.odradek.streamer.topics;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.connection.ClientSettings;
import io.odradek.streamer.connection.Hello;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Whether a broker answers at the bootstrap addresses, by the protocol that is configured. Kafka's client would try for a
 * while with a warning each time and then say "timed out"; a connection of our own says at once what is wrong. Stateless.
 */
public final class Reachability {
    private static final int PAUSE_MILLIS = 250;

    private Reachability() {}

    /**
     * Returns as soon as one address accepts a connection and nothing is wrong with it: Kafka's client needs no more.
     *
     * @param settings of an admin client, with {@code bootstrap.servers}
     * @param patience how long to try; the last try may take some seconds more for each address
     * @throws StreamerException names the addresses and the last reason
     */
    public static void await(Map<String, Object> settings, Duration patience) {
        ClientSettings client = new ClientSettings(settings);
        Hello hello = new Hello(client);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String reason = "";
            List<StreamerException> faults = new ArrayList<>();
            for (String address : client.bootstrapServers()) {
                try {
                    reason = connect(hello, address);
                    if (reason.isEmpty()) {
                        return;
                    }
                } catch (StreamerException e) {
                    faults.add(e);
                }
            }
            if (!faults.isEmpty()) {
                throw faults.get(0);
            }
            if (System.nanoTime() > deadline) {
                throw new StreamerException("cannot reach Kafka at " + String.join(",", client.bootstrapServers())
                        + " within " + patience.toSeconds() + " s (" + reason
                        + "): check that it runs and that odradek.bootstrap.servers is right");
            }
            pause();
        }
    }

    /** Why there is no connection; empty where there is one. @throws StreamerException says what is wrong with it */
    private static String connect(Hello hello, String address) {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
        try {
            hello.fault(InetSocketAddress.createUnresolved(host, Integer.parseInt(address.substring(colon + 1))))
                    .ifPresent(fault -> {
                        throw new StreamerException("cannot connect to Kafka at " + address + ": " + fault);
                    });
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
