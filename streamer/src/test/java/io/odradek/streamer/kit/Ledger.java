package io.odradek.streamer.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** The entries of an {@link Account}, answer by answer in the order of each partition. Not thread-safe. */
final class Ledger {
    /** How far a batch may differ from one image alone. */
    private static final double TOLERANCE = 1e-5;

    /** Key and headers of this size leave no room for a prediction in a record of Kafka's usual limit. */
    private static final int HUGE = 1_000_000;

    private final OfflineModels models;
    private final Map<String, ConsumerRecord<byte[], byte[]>> images = new LinkedHashMap<>();
    /** By image: the topics of its answers. */
    private final Map<String, List<String>> answers = new HashMap<>();

    private final Map<TopicPartition, Long> newest = new HashMap<>();
    private final List<String> strays = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final List<String> altered = new ArrayList<>();
    private final List<String> outOfOrder = new ArrayList<>();
    private final Set<Integer> versions = new TreeSet<>();

    Ledger(List<ConsumerRecord<byte[], byte[]>> images, OfflineModels models) {
        this.models = models;
        images.forEach(image -> this.images.put(image.partition() + "@" + image.offset(), image));
    }

    void prediction(ConsumerRecord<byte[], byte[]> answer) {
        JsonObject json = Account.json(answer);
        JsonObject source = json.getAsJsonObject("source");
        String id =
                source.get("partition").getAsInt() + "@" + source.get("offset").getAsLong();
        int version = json.getAsJsonObject("model").get("version").getAsInt();
        String sha256 = json.getAsJsonObject("model").get("sha256").getAsString();
        versions.add(version);
        ConsumerRecord<byte[], byte[]> image = enter(answer, id, true);
        if (image != null) {
            if (!source.get("topic").getAsString().equals(image.topic())
                    || !isWhatTheVersionGives(json, models.opinion(version, sha256, image))) {
                wrong.add(id + " by version " + version + ": " + json);
            }
            if (!isKept(image, answer)
                    || answer.headers().toArray().length != image.headers().toArray().length) {
                altered.add(id);
            }
        }
    }

    void deadLetter(ConsumerRecord<byte[], byte[]> answer, boolean isOrdered) {
        String id = Account.header(answer, "__streams.errors.partition") + "@"
                + Account.header(answer, "__streams.errors.offset");
        ConsumerRecord<byte[], byte[]> image = enter(answer, id, isOrdered);
        if (image != null) {
            if (!isTrue(Account.header(answer, "odradek-reason"), image)) {
                wrong.add(id + " as a dead letter: " + Account.header(answer, "odradek-reason"));
            }
            boolean whole = answer.headers().lastHeader("odradek-omitted") == null;
            if (whole && !(isKept(image, answer) && Arrays.equals(image.value(), answer.value()))) {
                altered.add(id);
            }
        }
    }

    Account account() {
        List<String> lost =
                images.keySet().stream().filter(id -> !answers.containsKey(id)).toList();
        int duplicates =
                answers.values().stream().mapToInt(all -> all.size() - 1).sum();
        answers.forEach((id, all) -> {
            if (all.stream().distinct().count() > 1) {
                wrong.add(id + " has a prediction and a dead letter");
            }
        });
        return new Account(images.size(), lost, duplicates, strays, wrong, altered, outOfOrder, versions);
    }

    /** Enters one answer. @return the image that it answers, or null when there is none */
    private @Nullable ConsumerRecord<byte[], byte[]> enter(
            ConsumerRecord<byte[], byte[]> answer, String id, boolean isOrdered) {
        ConsumerRecord<byte[], byte[]> image = images.get(id);
        if (image == null) {
            strays.add(id);
            return null;
        }
        List<String> all = answers.computeIfAbsent(id, i -> new ArrayList<>());
        boolean first = !all.contains(answer.topic());
        all.add(answer.topic());
        TopicPartition place = new TopicPartition(answer.topic(), image.partition());
        if (first && image.offset() < newest.merge(place, image.offset(), Math::max) && isOrdered) {
            outOfOrder.add(id + " in " + answer.topic());
        }
        return image;
    }

    private static boolean isWhatTheVersionGives(JsonObject json, OfflineModels.Opinion opinion) {
        JsonArray probabilities = json.getAsJsonArray("probabilities");
        int index = json.get("index").getAsInt();
        JsonObject model = json.getAsJsonObject("model");
        boolean right = opinion.refusal() == null
                && probabilities.size() == opinion.probabilities().length
                && json.get("label").getAsString().equals(opinion.labels().get(index))
                && isNear(json.get("confidence").getAsDouble(), opinion.probabilities()[index])
                && model.get("name").getAsString().equals(opinion.model().name())
                && model.get("sha256").getAsString().equals(opinion.model().sha256());
        for (int i = 0; right && i < probabilities.size(); i++) {
            right = isNear(probabilities.get(i).getAsDouble(), opinion.probabilities()[i])
                    && opinion.probabilities()[i] <= opinion.probabilities()[index] + TOLERANCE;
        }
        return right;
    }

    private boolean isTrue(String reason, ConsumerRecord<byte[], byte[]> image) {
        OfflineModels.Opinion opinion = models.opinion(0, "", image);
        if (reason.equals("HEADERS_TOO_LARGE")) {
            int size = image.key() == null ? 0 : image.key().length;
            for (Header header : image.headers()) {
                size += header.value() == null ? 0 : header.value().length;
            }
            return opinion.refusal() == null && size > HUGE;
        }
        return opinion.refusal() != null && opinion.refusal().reason().name().equals(reason);
    }

    /** Partition, key, timestamp, and the image's headers before any other. */
    private static boolean isKept(ConsumerRecord<byte[], byte[]> image, ConsumerRecord<byte[], byte[]> answer) {
        Header[] received = image.headers().toArray();
        Header[] given = answer.headers().toArray();
        boolean kept = answer.partition() == image.partition()
                && answer.timestamp() == image.timestamp()
                && Arrays.equals(answer.key(), image.key())
                && given.length >= received.length;
        for (int i = 0; kept && i < received.length; i++) {
            kept = received[i].key().equals(given[i].key()) && Arrays.equals(received[i].value(), given[i].value());
        }
        return kept;
    }

    private static boolean isNear(double one, double other) {
        return Math.abs(one - other) < TOLERANCE;
    }
}
