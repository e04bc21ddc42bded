package io.odradek.bench.entry;

import java.util.HashMap;
import java.util.Map;

/**
 * A contestant, before it runs.
 *
 * @param name in tables and results; its topics and its group are named after it
 * @param images in each of its turns
 * @param partitions of each of its topics
 * @param instances of the streamer, in one group; 1 for other programs
 * @param settings beside those of every entry: of the streamer, such as {@code odradek.batch.max}, where {@code java} are
 *     options of Java, {@code launcher} is another build's; of a pass-through those of Kafka
 */
public record Entry(
        String name,
        Program program,
        NetName net,
        Payload payload,
        boolean exactlyOnce,
        int images,
        int partitions,
        int instances,
        Map<String, String> settings) {
    /** Options of Java, in {@link #settings}. */
    public static final String JAVA = "java";

    /** The path of a launcher, in {@link #settings}. */
    public static final String LAUNCHER = "launcher";

    /** Partitions of each topic, where nothing else is said. */
    public static final int PARTITIONS = 4;

    /** Copies. */
    public Entry {
        settings = Map.copyOf(settings);
    }

    /** One instance on {@link #PARTITIONS}. */
    public Entry(
            String name,
            Program program,
            NetName net,
            Payload payload,
            boolean exactlyOnce,
            int images,
            Map<String, String> settings) {
        this(name, program, net, payload, exactlyOnce, images, PARTITIONS, 1, settings);
    }

    /** With nothing set, at-least-once. */
    public Entry(String name, Program program, NetName net, Payload payload, int images) {
        this(name, program, net, payload, false, images, Map.of());
    }

    /** The same under exactly-once, by another name. */
    public Entry exactlyOnce(String otherName) {
        return new Entry(otherName, program, net, payload, true, images, partitions, instances, settings);
    }

    /** The same by another name, with so many images in a turn. */
    public Entry named(String otherName, int manyImages) {
        return new Entry(otherName, program, net, payload, exactlyOnce, manyImages, partitions, instances, settings);
    }

    /** The same with one more setting. */
    public Entry with(String key, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(key, value);
        return new Entry(name, program, net, payload, exactlyOnce, images, partitions, instances, more);
    }

    /** So many instances in one group, on topics of so many partitions. */
    public Entry spread(int manyInstances, int manyPartitions) {
        return new Entry(name, program, net, payload, exactlyOnce, images, manyPartitions, manyInstances, settings);
    }

    /** The topic of its images. */
    public String imagesTopic() {
        return "images-" + name;
    }

    /** The topic of its answers. */
    public String answersTopic() {
        return "answers-" + name;
    }

    /** Its consumer group. */
    public String group() {
        return "bench-" + name;
    }
}
