package io.odradek.bench.entry;

import java.util.Map;

/**
 * A contestant, before it runs.
 *
 * @param name in tables and results; its topics and its group are named after it
 * @param images in each of its turns
 * @param settings of the streamer beside those of every entry, such as {@code odradek.batch.max}; {@code java} are options of
 *     Java, {@code launcher} is another build's
 */
public record Entry(
        String name,
        Program program,
        NetName net,
        Payload payload,
        boolean exactlyOnce,
        int images,
        Map<String, String> settings) {
    /** Options of Java, in {@link #settings}. */
    public static final String JAVA = "java";

    /** The path of a launcher, in {@link #settings}. */
    public static final String LAUNCHER = "launcher";

    /** Copies. */
    public Entry {
        settings = Map.copyOf(settings);
    }

    /** With nothing set, at-least-once. */
    public Entry(String name, Program program, NetName net, Payload payload, int images) {
        this(name, program, net, payload, false, images, Map.of());
    }

    /** The same under exactly-once, by another name. */
    public Entry exactlyOnce(String otherName) {
        return new Entry(otherName, program, net, payload, true, images, settings);
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
