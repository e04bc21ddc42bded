package io.odradek.streamer.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the health endpoints say.
 *
 * @param live whether the process can still do its work; false asks for a restart
 * @param ready whether images are being classified
 * @param state one word, see {@link HealthState}
 * @param waitingFor what would make it ready, or bring the wanted versions into force; or empty
 * @param models each model that is served, at least one
 * @param error the last error
 * @param identity what does not change while it runs
 * @param operation what stands in the way of the images that come
 * @param flow how the images flow
 * @param drift by model, how the images compare with its reference; empty where nothing is compared
 */
public record HealthReport(
        boolean live,
        boolean ready,
        String state,
        String waitingFor,
        List<Model> models,
        Failure error,
        Identity identity,
        Operation operation,
        Flow flow,
        Map<String, Drift> drift) {
    /**
     * What does not change while the process runs.
     *
     * @param instance names this process among the instances
     * @param trustedKeys fingerprints of the keys that may sign models; none: signatures are not looked at
     */
    public record Identity(String instance, List<String> trustedKeys) {
        /** Copies the list. */
        public Identity {
            trustedKeys = List.copyOf(trustedKeys);
        }
    }

    /**
     * A model that is served.
     *
     * @param name its name
     * @param live the version in force, or empty
     * @param waitingFor why it is none, or not the one that is wanted; or empty
     * @param lastRefusal the last file or pointer that was refused and why, or empty
     * @param lastReload the last attempt to change it, if there was one
     */
    public record Model(
            String name,
            String live,
            String waitingFor,
            String lastRefusal,
            @Nullable Reload lastReload) {
        /** Whether a version is in force. */
        public boolean isLive() {
            return !live.isEmpty();
        }
    }

    /**
     * An attempt to change a model.
     *
     * @param version what was tried
     * @param result {@code live} or {@code refused}
     * @param stage where it was refused, or empty
     * @param why it was refused, or empty
     * @param at when, ISO-8601
     * @param seconds from the decision to try it until it was live, if it is
     */
    public record Reload(
            String version,
            String result,
            String stage,
            String why,
            String at,
            @Nullable Double seconds) {}

    /**
     * Something that went wrong.
     *
     * @param text what, or empty
     * @param at when, ISO-8601, or empty
     */
    public record Failure(String text, String at) {
        /** Nothing did. */
        public static final Failure NONE = new Failure("", "");
    }

    /**
     * What stands in the way of the images that come.
     *
     * @param paused by whom the streamer is paused, or empty
     * @param alarm what the breaker says about rejected images, or empty
     * @param lost images that retention removed before they were read, or empty
     */
    public record Operation(String paused, String alarm, String lost) {
        /** Nothing does. */
        public static final Operation NORMAL = new Operation("", "", "");
    }

    /**
     * How the images that a model classified compare with its reference. It asks for people, and changes neither {@code
     * live} nor {@code ready}.
     *
     * @param state {@code quiet} or {@code drift}, of the last full window; {@code collecting} before the first; {@code
     *     unknown} without a reference
     * @param why it is unknown, or empty
     * @param images in a window
     * @param collected images of the next window that are there
     * @param at when the last window was full, ISO-8601, or empty
     * @param statistics of the last full window, each that is judged
     */
    public record Drift(
            String state, String why, int images, int collected, String at, Map<String, DriftFinding> statistics) {
        /** Copies the map, in its order. */
        public Drift {
            statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
        }
    }

    /**
     * One statistic of a window.
     *
     * @param psi population stability index
     * @param p the probability of such a difference by chance, 0 to 1
     * @param alarm whether it is drift
     */
    public record DriftFinding(double psi, double p, boolean alarm) {}

    /**
     * How the images flow.
     *
     * @param threads the stream threads
     * @param lag of each topic of images
     * @param silent who is silent, when Kafka has been for longer than is allowed; or empty
     * @param stuck which stream thread has not polled for longer than is allowed, or empty
     */
    public record Flow(List<StreamThread> threads, Map<String, Lag> lag, String silent, String stuck) {
        /** Nothing is known of it. */
        public static final Flow UNKNOWN = new Flow(List.of(), Map.of(), "", "");

        /** Copies both, in their order. */
        public Flow {
            threads = List.copyOf(threads);
            lag = Collections.unmodifiableMap(new LinkedHashMap<>(lag));
        }
    }

    /**
     * A stream thread.
     *
     * @param name short, as in {@code StreamThread-1}
     * @param state Kafka Streams' word for what it does
     * @param lastPollSeconds how long ago it asked Kafka for images; -1: never
     * @param partitions that it works on, as in {@code images-0}
     */
    public record StreamThread(String name, String state, long lastPollSeconds, List<String> partitions) {
        /** Copies the list. */
        public StreamThread {
            partitions = List.copyOf(partitions);
        }
    }

    /**
     * What is not answered of a topic's partitions that this instance has.
     *
     * @param records images that are there and not answered
     * @param seconds age of the oldest of them; 0 when there are none
     * @param partitions their numbers, in order
     */
    public record Lag(long records, double seconds, List<Integer> partitions) {
        /** Copies the list. */
        public Lag {
            partitions = List.copyOf(partitions);
        }
    }

    /** Copies list and map, in their order. */
    public HealthReport {
        models = List.copyOf(models);
        drift = Collections.unmodifiableMap(new LinkedHashMap<>(drift));
    }

    /** The same, with what is known of drift. */
    public HealthReport comparing(Map<String, Drift> compared) {
        return new HealthReport(live, ready, state, waitingFor, models, error, identity, operation, flow, compared);
    }

    /** The same, under these conditions: a paused streamer is alive and not ready. */
    public HealthReport under(Operation conditions) {
        return new HealthReport(
                live,
                ready && conditions.paused().isEmpty(),
                state,
                waitingFor,
                models,
                error,
                identity,
                conditions,
                flow,
                drift);
    }

    /** The same, with this flow: while Kafka is silent it is alive and not ready, with a thread that is stuck neither. */
    public HealthReport with(Flow observed) {
        boolean atWork = state.equals(HealthState.RUNNING.tag()) || state.equals(HealthState.REBALANCING.tag());
        String stuck = atWork ? observed.stuck() : "";
        return new HealthReport(
                live && stuck.isEmpty(),
                ready && stuck.isEmpty() && observed.silent().isEmpty(),
                state,
                Stream.of(observed.silent(), stuck, waitingFor)
                        .filter(what -> !what.isEmpty())
                        .collect(Collectors.joining("; ")),
                models,
                error,
                identity,
                operation,
                observed,
                drift);
    }

    /** The versions in force, or empty. */
    public String model() {
        return models.stream().map(Model::live).filter(live -> !live.isEmpty()).collect(Collectors.joining(", "));
    }

    /** The last file or pointer of each model that was refused, and why; or empty. */
    public String lastRefusal() {
        return joined(models, Model::lastRefusal);
    }

    /** The last error, or empty. */
    public String lastError() {
        return error.text();
    }

    /** What is said of each model, where anything is; with the name in front where there are several. */
    public static String joined(List<Model> models, Function<Model, String> what) {
        return models.stream()
                .filter(model -> !what.apply(model).isEmpty())
                .map(model -> (models.size() > 1 ? model.name() + ": " : "") + what.apply(model))
                .collect(Collectors.joining("; "));
    }

    /** Whether images are being classified by this model. */
    boolean ready(String name) {
        return ready && models.stream().anyMatch(model -> model.name().equals(name) && model.isLive());
    }

    /** As JSON; what is empty is left out. */
    public String toJson() {
        return HealthJson.of(this);
    }
}
