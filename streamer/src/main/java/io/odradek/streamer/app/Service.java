package io.odradek.streamer.app;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.config.AccessToken;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.health.Vitals;
import io.odradek.streamer.metrics.KafkaMeters;
import io.odradek.streamer.metrics.Registries;
import io.odradek.streamer.server.Admittance;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.HealthReport;
import io.odradek.streamer.server.HttpEndpoint;
import io.odradek.streamer.server.OperatorAccess;
import io.odradek.streamer.tls.ServerTls;
import io.odradek.streamer.topics.GroupOffsets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * A process with Kafka Streams and an HTTP port, which lives until it is stopped or fails: how it begins and ends.
 *
 * <p>{@link #run()} once; {@link #close()} from any thread.
 */
public abstract class Service implements AutoCloseable {
    final StreamerConfig config;
    final PrometheusMeterRegistry registry = Registries.create();
    /** Done when the service ends; with an exception when it ends by itself. */
    final CompletableFuture<Void> ended = new CompletableFuture<>();

    final Parts parts = new Parts();

    /** Hears how Kafka Streams is; on its threads. */
    interface StreamsWatch {
        /** It is in another state. */
        void streams(KafkaStreams.State state);

        /** Something failed. */
        void error(String what, Throwable cause);
    }

    /**
     * The port's manners.
     *
     * @param tls how it speaks, if not in the clear
     * @param admittance what it asks for
     */
    record Door(Optional<ServerTls> tls, Admittance admittance) {}

    Service(StreamerConfig config) {
        this.config = config;
    }

    /** Checks what can be known to be wrong before Kafka is asked. @throws ConfigException for what is wrong */
    public abstract void check();

    /** What the health endpoints say now. */
    public abstract HealthReport health();

    /** Starts; {@link #close()} may come meanwhile. */
    abstract void start() throws ExecutionException, InterruptedException;

    /** The topics that it cannot do without. */
    abstract List<String> topics();

    /**
     * Starts, and returns when the service was stopped with {@link #close()}.
     *
     * @throws StreamerException when it cannot start, or ended by itself
     */
    public final void run() {
        try {
            start();
            ended.get();
        } catch (ExecutionException e) {
            throw Ending.of(e.getCause() == null ? e : e.getCause(), config, topics());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close();
        }
    }

    /** Stops: finishes and commits what is in work, leaves the consumer group, then frees the rest. */
    @Override
    public final void close() {
        ended.complete(null);
        parts.close();
    }

    /**
     * Whether everything that was stopped has ended. If not, a thread may still be inside native code, and only a halt
     * of the JVM is safe.
     */
    public final boolean isClean() {
        return parts.isClean();
    }

    /** Reads the files that say how the port speaks and whom it lets in. */
    final Door door() {
        Optional<AccessToken> token =
                config.operation().tokenFile().map(file -> AccessToken.read(file, Setting.HTTP_TOKEN_FILE.key()));
        Optional<ServerTls> tls = config.http().tls().map(ServerTls::of);
        return new Door(
                tls,
                new Admittance(token, tls.map(ServerTls::asksForCertificates).orElse(false)));
    }

    /** Opens the port. */
    final HttpEndpoint listen(Door door, OperatorAccess access, List<Endpoint> page) {
        StreamerConfig.HttpAddress address = config.http();
        try {
            HttpEndpoint http = HttpEndpoint.start(
                    address.host(),
                    address.port(),
                    door.tls(),
                    registry.getPrometheusRegistry(),
                    this::health,
                    access,
                    page);
            parts.own(http);
            return http;
        } catch (IOException | RuntimeException e) {
            throw new StreamerException(
                    "cannot listen on " + address.host() + ":" + address.port() + " (" + Setting.HTTP_HOST.key() + ", "
                            + Setting.HTTP_PORT.key() + "): " + StreamerException.rootCause(e)
                            + "; choose another port, or 0 for any free one",
                    e);
        }
    }

    /** Looks at Kafka from now on, with the client that is returned. */
    final GroupOffsets look(Vitals vitals, StreamsConfig settings) {
        GroupOffsets offsets = GroupOffsets.of(settings, config.applicationId());
        parts.own(offsets);
        vitals.start(offsets);
        parts.own(vitals);
        return offsets;
    }

    /**
     * Starts Kafka Streams, whose failure ends the service.
     *
     * @param control takes it over, to be paused, before it runs
     */
    final void start(KafkaStreams streams, StreamsWatch watch, Runnable control) {
        streams.setUncaughtExceptionHandler(failure -> {
            watch.error("a stream thread failed", failure);
            ended.completeExceptionally(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            watch.streams(now);
            if (now == KafkaStreams.State.ERROR) {
                ended.completeExceptionally(new StreamerException("Kafka Streams is in state ERROR; see the log"));
            }
        });
        parts.own(() -> stop(streams));
        parts.own(KafkaMeters.bind(streams, registry));
        control.run();
        try {
            streams.start();
        } catch (IllegalStateException e) {
            // Stopped in the instant before.
            if (!ended.isDone()) {
                throw e;
            }
        }
    }

    private void stop(KafkaStreams streams) {
        // Streams' default keeps the membership, and the partitions stall until the session times out.
        boolean isStatic = config.kafka().keySet().stream().anyMatch(key -> key.endsWith("group.instance.id"));
        CloseOptions.GroupMembershipOperation membership = isStatic
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
        if (!streams.close(CloseOptions.groupMembershipOperation(membership).withTimeout(config.shutdown()))) {
            throw new IllegalStateException("Kafka Streams did not stop within "
                    + config.shutdown().toSeconds() + " s (" + Setting.SHUTDOWN_SECONDS.key() + ")");
        }
    }
}
