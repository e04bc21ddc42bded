package io.odradek.streamer.loader;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.Admission;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.LoadedModel;
import io.odradek.streamer.model.MemoryHeadroom;
import io.odradek.streamer.model.ModelHolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in which a file becomes the live model, whatever place it came from: it remembers what was refused, tries
 * a candidate, swaps it in, and reports. Not thread-safe: it belongs to the loader's thread.
 *
 * <p>At most two models are in memory. A candidate is tried only when the model before the live one is closed, that is,
 * when no batch uses it any more; a candidate that waits is a file.
 */
final class LiveModel {
    /** How many refusals are remembered; somebody may publish bad files forever. */
    private static final int MAX_REFUSED = 1_000;

    /** How often what this machine could not try is tried: it may be the model that takes all memory. */
    private static final int MAX_TRIES = 10;

    private static final int SESSION_FACTOR = 6;
    private static final long SESSION_BYTES = 32L << 20;

    /** A model that takes so many times the live one's time draws a warning. */
    private static final int SLOWER = 2;

    private static final int NANOS_PER_MICRO = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(LiveModel.class);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

    private final String name;
    private final AdmissionGate gate;
    private final ModelHolder holder;
    private final ModelEvents events;
    private final LongSupplier memory;
    /** Why a file was refused, by its key: it is not tried again. */
    private final Map<String, String> refused = new LinkedHashMap<>();

    /** How often a file could not be tried, by its key. */
    private final Map<String, Integer> untried = new HashMap<>();

    private @Nullable ModelRef live;
    private long liveNanosPerImage;
    private String waitingFor = "";
    private String wanted = "";
    private String trouble = "";

    /** @param name the name of every model that may go live */
    LiveModel(String name, AdmissionGate gate, ModelHolder holder, ModelEvents events) {
        this(name, gate, holder, events, new MemoryHeadroom()::bytes);
    }

    /** @param memory how many bytes are left */
    LiveModel(String name, AdmissionGate gate, ModelHolder holder, ModelEvents events, LongSupplier memory) {
        this.memory = memory;
        this.name = name;
        this.gate = gate;
        this.holder = holder;
        this.events = events;
    }

    /** The model in force, or null. */
    @Nullable
    ModelRef ref() {
        return live;
    }

    /** Why this file was refused, or null. */
    @Nullable
    String refusal(String key) {
        return refused.get(key);
    }

    /**
     * Tries a file that was not refused before. Waits, and says so, until there is room for another model.
     *
     * @param label names the file to people: its version, or its file name
     * @param key remembers a refusal: the file's digest, and what else decides whether it is admitted
     * @param sha256 the digest that the file must have
     * @param version the version that it must have; null for any
     * @return whether it is live now
     * @throws NotTriedException when this machine cannot try it now
     * @throws IOException when it cannot be read, or has another digest: neither is a refusal
     */
    boolean tryFile(String label, String key, String sha256, @Nullable String version, Path file, LoaderThread thread)
            throws IOException {
        awaitRoom(label, thread);
        if (thread.isStopping()) {
            return false;
        }
        long start = System.nanoTime();
        Admission admission;
        try {
            admission = gate.admit(file, sha256, name, version, thread::isStopping);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (admission instanceof Admission.Refused no) {
            if (no.isForNow() && isTriedAgain(key)) {
                throw new NotTriedException(no.why());
            }
            // What a stop has cut short says nothing about the file.
            return !thread.isStopping() && refuse(label, key, sha256, no.stage(), no.why());
        }
        untried.remove(key);
        LoadedModel model = ((Admission.Admitted) admission).model();
        warnIfSlow(model);
        holder.swap(model);
        live = model.ref();
        waitingFor = "";
        events.live(model.ref(), Duration.ofNanos(System.nanoTime() - start));
        return true;
    }

    private boolean isTriedAgain(String key) {
        if (untried.size() >= MAX_REFUSED) {
            untried.clear();
        }
        int tries = untried.merge(key, 1, Integer::sum);
        if (tries == MAX_TRIES) {
            untried.remove(key);
        }
        return tries < MAX_TRIES;
    }

    /**
     * Why there is no memory for another model now; empty when there is. The file's bytes are in memory, and a copy of
     * them in the runtime, while the session is built; it holds the weights, the parsed file and some buffers: in all six
     * times the file and 32 MiB is a guess on the safe side. Memory comes and goes, so it is no refusal.
     */
    String shortage(Path file) {
        // A file that is not there is admission's matter.
        long needed = SESSION_FACTOR * file.toFile().length() + SESSION_BYTES;
        return memory.getAsLong() >= needed
                ? ""
                : "loading it needs " + (needed >> 20) + " MiB of memory, which this machine has not left";
    }

    /** A warning only: what one instance measures in an instant must not split the fleet. */
    private void warnIfSlow(LoadedModel model) {
        if (live != null && model.nanosPerImage() > SLOWER * liveNanosPerImage) {
            LOG.warn(
                    "model {} takes {} us for an image alone, the live one {} us; it goes live all the same",
                    model.ref(),
                    model.nanosPerImage() / NANOS_PER_MICRO,
                    liveNanosPerImage / NANOS_PER_MICRO);
        }
        liveNanosPerImage = model.nanosPerImage();
    }

    /** Makes an Odradek model of a foreign file. @throws RefusedException says why it cannot be one that is admitted */
    byte[] adopt(Path foreign, String sidecar) throws IOException, RefusedException {
        return gate.adopt(Files.readAllBytes(foreign), sidecar);
    }

    /** Forgets what was refused: what is published from now on is another thing, whatever its key. */
    void forgetRefusals() {
        refused.clear();
    }

    /** Remembers and reports a refusal. @return false, for the caller to return */
    boolean refuse(String label, String key, @Nullable String sha256, Stage stage, String why) {
        if (refused.size() >= MAX_REFUSED) {
            refused.keySet().remove(refused.keySet().iterator().next());
        }
        refused.put(key, stage.tag() + ": " + why);
        events.refused(label, sha256, stage, why);
        return false;
    }

    /** Reports what is waited for, once for each new text, and only when nothing is live. */
    void waiting(String what) {
        if (live == null) {
            pending(what);
        }
    }

    /** Reports what is waited for, once for each new text, whatever is live; empty: nothing any more. */
    void pending(String what) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            events.waiting(what);
        }
    }

    /** Reports which version the pointer names, once for each new one. */
    void wanted(String version) {
        if (!version.equals(wanted)) {
            wanted = version;
            events.wanted(version);
        }
    }

    /** Reports what is in the way for now, once for each new text until {@link #readable()}. */
    void unreadable(String what) {
        if (what.equals(trouble)) {
            events.unreadableAgain();
        } else {
            trouble = what;
            events.unreadable(what);
        }
    }

    /** The trouble is over. */
    void readable() {
        trouble = "";
    }

    private void awaitRoom(String label, LoaderThread thread) {
        String before = waitingFor;
        while (!holder.hasRoom() && !thread.isStopping()) {
            pending("the batches that still use the model before the live one to end, then " + label + " is tried");
            thread.pause(LOOK_AGAIN);
        }
        pending(before);
    }
}
