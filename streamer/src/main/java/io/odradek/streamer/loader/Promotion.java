package io.odradek.streamer.loader;

import io.odradek.streamer.contract.Stage;
import io.odradek.streamer.fetch.Fetched;
import io.odradek.streamer.fetch.ModelReference;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Pointer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out what the pointer decides: makes the version that it names live, or says what keeps it from that. Not
 * thread-safe: it belongs to the loader's thread.
 *
 * <p>What can never become right is a refusal and not tried again: what the file is, and where its reference leads. What
 * may pass is tried again: an origin or a disk that fails, a file that is not whole yet, and memory that is short.
 */
final class Promotion {
    private static final String ANOTHER_FILE =
            "another file was published under the version in force, which stays: publish it under a new version";

    /** What is to be done when there is no new record. */
    enum Next {
        /** Nothing. */
        WAIT,
        /** To try again after a while. */
        TRY_AGAIN,
        /** To read the topic again after a while: a file that it holds is not on disk. */
        READ_AGAIN
    }

    private final String name;
    private final String topicName;
    private final LiveModel live;
    private final Fetches fetches;
    private final Spool spool;
    private final LoaderThread thread;
    private final Duration patience;
    /** Why a version could not be tried this time. */
    private final Map<String, String> away = new HashMap<>();
    /** The live model came from a topic that is no more. */
    private boolean inherited;

    /**
     * @param name the model's name
     * @param patience how long the wanted version may be on its way before, at a start, an earlier one is taken
     */
    Promotion(
            String name,
            String topicName,
            LiveModel live,
            Fetches fetches,
            Spool spool,
            LoaderThread thread,
            Duration patience) {
        this.name = name;
        this.topicName = topicName;
        this.live = live;
        this.fetches = fetches;
        this.spool = spool;
        this.thread = thread;
        this.patience = patience;
    }

    /** The topic is another one with the same name, or was truncated: nothing that was said of the old one holds. */
    void followAnother() {
        inherited = live.ref() != null;
        live.forgetRefusals();
        fetches.keepOnly(Set.of());
    }

    /** Whether there is something to carry out although the topic says nothing new. */
    boolean hasNews() {
        return fetches.hasEnded();
    }

    /** Before another try: what failed may work now. */
    void forgetFailures() {
        fetches.forgetFailures();
    }

    /** Brings the live model in line with what the topic says. */
    Next carryOut(TopicModels topic) {
        Pointer pointer = topic.pointer();
        if (pointer == null) {
            live.wanted("");
            fetches.keepOnly(Set.of());
            live.waiting("a pointer for model \"" + name + "\" in topic " + topicName
                    + ": publish and promote a model with that name"
                    + (topic.others().isEmpty() ? "" : "; the topic has pointers for " + topic.others()));
            return Next.WAIT;
        }
        String wanted = pointer.live();
        live.wanted(wanted);
        // The older ones for a restart during a bad promotion: the other instances still serve what was live before.
        List<String> candidates = new ArrayList<>(List.of(wanted));
        if (live.ref() == null) {
            candidates.addAll(pointer.previous());
        }
        tryInTurn(candidates, topic);
        if (!thread.isStopping()) {
            live.pending(missing(wanted, topic));
        }
        boolean isAway = live.ref() == null ? !away.isEmpty() : away.containsKey(wanted);
        return !isKept(wanted, topic) ? Next.READ_AGAIN : isAway ? Next.TRY_AGAIN : Next.WAIT;
    }

    private void tryInTurn(List<String> candidates, TopicModels topic) {
        away.clear();
        fetches.keepOnly(candidates.stream()
                .map(topic::artefact)
                .filter(Objects::nonNull)
                .map(Artefact::record)
                .collect(Collectors.toSet()));
        for (String version : candidates) {
            if ((isKept(version, topic) && tryVersion(version, topic.artefact(version))) || fetches.isYoung(patience)) {
                return;
            }
        }
    }

    /** False when the topic holds the version's file, and the disk does not. */
    private boolean isKept(String version, TopicModels topic) {
        Artefact artefact = topic.artefact(version);
        return artefact == null
                ? topic.unkept(version) == null
                : artefact.reference() != null || spool.has(artefact.sha256());
    }

    /** What keeps the wanted version from going live; empty when it is live, or refused while another one is. */
    private String missing(String wanted, TopicModels topic) {
        ModelRef now = live.ref();
        String file = "the file of " + name + "@" + wanted;
        if (away.containsKey(wanted)) {
            return file + ": " + away.get(wanted);
        }
        if (now != null && wanted.equals(now.version())) {
            return "";
        }
        if (topic.unkept(wanted) != null) {
            return "room on disk for " + file + ": " + topic.unkept(wanted);
        }
        Artefact artefact = topic.artefact(wanted);
        String why = artefact == null ? topic.malformed(wanted) : refusal(wanted, artefact);
        if (why != null) {
            return now == null ? name + "@" + wanted + " was refused (" + why + "): publish another version" : "";
        }
        return artefact == null
                ? file + ", which the pointer names, in topic " + topicName
                : file + ", which is gone from disk: the topic is read again";
    }

    private @Nullable String refusal(String version, Artefact artefact) {
        String refused = live.refusal(version + artefact.sha256());
        return refused == null ? live.refusal(version + artefact.record()) : refused;
    }

    /** Whether the version is live now; if it may become that later, the reason is noted in {@link #away}. */
    private boolean tryVersion(String version, @Nullable Artefact artefact) {
        if (artefact == null || refusal(version, artefact) != null) {
            return false;
        }
        ModelRef now = live.ref();
        if (now != null && version.equals(now.version())) {
            if (artefact.sha256().equals(now.sha256())) {
                inherited = false;
                return true;
            }
            if (!inherited) {
                return live.refuse(
                        version, version + artefact.sha256(), artefact.sha256(), Stage.CONTRACT, ANOTHER_FILE);
            }
        }
        try {
            return artefact.reference() == null
                    ? tryFile(version, artefact, spool.path(artefact.sha256()))
                    : tryReference(version, artefact, artefact.reference());
        } catch (NotTriedException e) {
            return isAway(version, "waits", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // The disk's fault, or somebody's who changed the file: the next try begins with a new copy.
            spool.drop(artefact.sha256());
            fetches.drop(artefact.record());
            return isAway(version, "waits", "it cannot be read: " + e);
        }
    }

    private boolean tryReference(String version, Artefact artefact, ModelReference reference) throws IOException {
        Path file = spool.fetched(artefact.sha256());
        Fetched fetched = fetches.outcome(artefact.record(), reference, file);
        if (fetched == null) {
            away.put(version, "it is being fetched, or waits for its turn, from " + reference.shown());
            return false;
        }
        if (fetched instanceof Fetched.Unreachable no) {
            return isAway(version, "cannot be fetched", no.why());
        }
        if (fetched instanceof Fetched.Refused no) {
            return live.refuse(version, version + artefact.record(), artefact.sha256(), Stage.FETCH, no.why());
        }
        boolean isLive = tryFile(version, artefact, file);
        if (!away.containsKey(version)) {
            // Else it is kept for the next try.
            fetches.drop(artefact.record());
        }
        return isLive;
    }

    private boolean tryFile(String version, Artefact artefact, Path file) throws IOException {
        String shortage = live.shortage(file);
        if (!shortage.isEmpty()) {
            return isAway(version, "waits", shortage);
        }
        String sha256 = artefact.sha256();
        boolean isLive = live.tryFile(version, version + sha256, sha256, version, file, thread);
        live.readable();
        inherited &= !isLive;
        return isLive;
    }

    /** Notes and reports why a version must wait. @return false, for the caller to return */
    private boolean isAway(String version, String how, String why) {
        away.put(version, why);
        if (!thread.isStopping()) {
            live.unreadable("the file of " + name + "@" + version + " " + how + ": " + why);
        }
        return false;
    }
}
