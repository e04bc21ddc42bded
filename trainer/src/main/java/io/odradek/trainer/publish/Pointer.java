package io.odradek.trainer.publish;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonParseException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which version is in force: the whole state, because compaction keeps only the newest record. Components are named as
 * in its JSON.
 *
 * @param schema always 1
 * @param live version in force
 * @param previous earlier live versions, newest first, at most five
 * @param shadow not set here; kept as found
 * @param canary not set here; kept as found
 * @param policy not set here; kept as found
 * @param decisionId unique to this decision
 * @param by who decided
 * @param at when, ISO-8601 in UTC
 * @param reason why, one line
 */
record Pointer(
        int schema,
        String live,
        List<String> previous,
        @Nullable JsonElement shadow,
        @Nullable JsonElement canary,
        @Nullable JsonElement policy,
        String decisionId,
        String by,
        String at,
        String reason) {
    private static final int SCHEMA = 1;
    private static final int MAX_PREVIOUS = 5;
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /** Refuses another schema and missing components; copies the list. */
    Pointer {
        if (schema != SCHEMA) {
            throw new JsonParseException("schema is " + schema + ", expected " + SCHEMA);
        }
        if (live == null || previous == null || decisionId == null) {
            throw new JsonParseException("live, previous or decisionId is missing");
        }
        previous = List.copyOf(previous);
    }

    /** The first decision about a model. */
    static Pointer first(String version, Decision decision) {
        return new Pointer(
                SCHEMA,
                version,
                List.of(),
                JsonNull.INSTANCE,
                JsonNull.INSTANCE,
                JsonNull.INSTANCE,
                UUID.randomUUID().toString(),
                decision.by(),
                decision.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                decision.reason());
    }

    /** The decision that makes {@code version} live after this one. */
    Pointer next(String version, Decision decision) {
        List<String> history = new ArrayList<>();
        history.add(live);
        history.addAll(previous);
        List<String> earlier = history.stream()
                .distinct()
                .filter(v -> !v.equals(version))
                .limit(MAX_PREVIOUS)
                .toList();
        Pointer first = first(version, decision);
        return new Pointer(
                SCHEMA, version, earlier, shadow, canary, policy, first.decisionId, first.by, first.at, first.reason);
    }

    String toJson() {
        return GSON.toJson(this);
    }

    /** @throws JsonParseException when it is no pointer of this schema */
    static Pointer parse(String json) {
        try {
            Pointer pointer = GSON.fromJson(json, Pointer.class);
            if (pointer == null) {
                throw new JsonParseException("it is empty");
            }
            return pointer;
        } catch (JsonParseException e) {
            throw e;
        } catch (RuntimeException e) {
            // Gson wraps what a record's constructor throws.
            throw new JsonParseException(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Who decides when and why.
     *
     * @param by as in {@code ana@laptop}
     * @param at whole seconds are kept
     * @param reason one line
     */
    record Decision(String by, Instant at, String reason) {}
}
