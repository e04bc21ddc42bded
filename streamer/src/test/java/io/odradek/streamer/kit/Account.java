package io.odradek.streamer.kit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Accounts for every visible image: exactly one answer, a prediction or a dead letter, in the image's own partition and
 * in its order, with its key, timestamp and headers, and equal to what the version that it names gives offline.
 *
 * <p>Visible is what a consumer with {@code read_committed} sees: transaction markers, aborted records and compaction
 * leave gaps in the offsets, and a gap is nothing to be answered. Order is that of first answers within a partition, in
 * predictions and in dead letters. The order of a key follows: an answer keeps key and partition. Images of one key that
 * their producers spread over several partitions have an order in each of them and none between them.
 *
 * @param images visible images
 * @param lost images without an answer
 * @param duplicates answers beyond an image's first: what at-least-once may repeat
 * @param strays answers to something that is no visible image: an aborted one, or none at all
 * @param wrong answers that the version they name does not give, or dead letters for a reason that is not true
 * @param altered answers with another partition, key, timestamp or headers than the image's
 * @param outOfOrder answers whose first appearance stands behind that of a later image of their partition, with their topic
 * @param versions versions that answered
 */
public record Account(
        int images,
        List<String> lost,
        int duplicates,
        List<String> strays,
        List<String> wrong,
        List<String> altered,
        List<String> outOfOrder,
        Set<Integer> versions) {

    /** What a test wants: so many images, each answered once and rightly by one of these versions. */
    public static Account flawless(int images, Set<Integer> versions) {
        return new Account(images, List.of(), 0, List.of(), List.of(), List.of(), List.of(), versions);
    }

    /** Of all that stands in a cluster. Images that arrive meanwhile may count as lost, never as answered. */
    public static Account of(Cluster cluster) {
        return of(cluster, List.of());
    }

    /** The same, where other files than the test models went live. */
    public static Account of(Cluster cluster, Collection<byte[]> models) {
        List<ConsumerRecord<byte[], byte[]>> predictions = cluster.read("predictions");
        List<ConsumerRecord<byte[], byte[]>> letters = cluster.read("images-dlq");
        return of(cluster.read("images"), predictions, letters, models, letter -> true);
    }

    /** Of three topics, each as {@code read_committed} sees it, partition by partition in offset order. */
    public static Account of(
            List<ConsumerRecord<byte[], byte[]>> images,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> letters) {
        return of(images, predictions, letters, letter -> true);
    }

    /** The same, where some dead letters may stand in another order than their images. */
    public static Account of(
            List<ConsumerRecord<byte[], byte[]>> images,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> letters,
            Predicate<ConsumerRecord<byte[], byte[]>> isOrdered) {
        return of(images, predictions, letters, List.of(), isOrdered);
    }

    private static Account of(
            List<ConsumerRecord<byte[], byte[]>> images,
            List<ConsumerRecord<byte[], byte[]>> predictions,
            List<ConsumerRecord<byte[], byte[]>> letters,
            Collection<byte[]> files,
            Predicate<ConsumerRecord<byte[], byte[]>> isOrdered) {
        try (OfflineModels models = new OfflineModels(files)) {
            Ledger ledger = new Ledger(images, models);
            predictions.forEach(ledger::prediction);
            letters.forEach(letter -> ledger.deadLetter(letter, isOrdered.test(letter)));
            return ledger.account();
        }
    }

    /** Everything that neither guarantee allows. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        lost.forEach(id -> faults.add("lost: " + id));
        strays.forEach(id -> faults.add("stray: " + id));
        wrong.forEach(id -> faults.add("wrong: " + id));
        altered.forEach(id -> faults.add("altered: " + id));
        outOfOrder.forEach(id -> faults.add("out of order: " + id));
        return faults;
    }

    /** One line for a report. */
    @Override
    public String toString() {
        return images + " images, lost " + lost.size() + ", duplicates " + duplicates + ", strays " + strays.size()
                + ", wrong " + wrong.size() + ", altered " + altered.size() + ", out of order " + outOfOrder.size()
                + ", versions " + versions;
    }

    public static JsonObject json(ConsumerRecord<byte[], byte[]> record) {
        return JsonParser.parseString(new String(record.value(), StandardCharsets.UTF_8))
                .getAsJsonObject();
    }

    public static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "(no header " + name + ")" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
