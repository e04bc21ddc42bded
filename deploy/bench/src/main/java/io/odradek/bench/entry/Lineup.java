package io.odradek.bench.entry;

import java.util.ArrayList;
import java.util.List;

/** The series of the headline. Pure. */
public final class Lineup {
    /** The streamer with the article's net, raw images, at-least-once. */
    public static final String ODRADEK = "odradek";

    /** The same, exactly-once. */
    public static final String ODRADEK_EXACTLY_ONCE = "odradek-exactly-once";

    /** The streamer and images in PNG. */
    public static final String ODRADEK_PNG = "odradek-png";

    /** The same, exactly-once. */
    public static final String ODRADEK_PNG_EXACTLY_ONCE = "odradek-png-exactly-once";

    /** The streamer and the net in 8-bit integers. */
    public static final String ODRADEK_INT8 = "odradek-int8";

    /** The streamer and the dense net. */
    public static final String ODRADEK_DENSE = "odradek-dense";

    /** The limit of Kafka Streams, at-least-once, which waits for company as the streamer does under a backlog. */
    public static final String PASS_THROUGH = "pass-through";

    /** The same, exactly-once. */
    public static final String PASS_THROUGH_EXACTLY_ONCE = "pass-through-exactly-once";

    /** The limit of latency, at-least-once: one that waits for less. */
    public static final String PROMPT = "pass-through-prompt";

    /** The same, exactly-once. */
    public static final String PROMPT_EXACTLY_ONCE = "pass-through-prompt-exactly-once";

    private static final String LINGER = "kafka.producer.linger.ms";
    private static final String COMMIT = "kafka.commit.interval.ms";

    private Lineup() {}

    /**
     * All series.
     *
     * @param images that the streamer gets in a turn; those who are faster or slower get more or fewer
     * @param variants further entries of the first series
     */
    public static List<Series> headline(int images, List<Entry> variants) {
        return List.of(bound(images, variants), rivals(NetName.SEED, images), rivals(NetName.DENSE, images));
    }

    private static Series bound(int images, List<Entry> variants) {
        Entry pass = new Entry(PASS_THROUGH, Program.PASS_THROUGH, NetName.SEED, Payload.RAW, 2 * images);
        Entry prompt = new Entry(PROMPT, Program.PASS_THROUGH, NetName.SEED, Payload.RAW, 2 * images).with(LINGER, "5");
        Entry raw = odradek(ODRADEK, NetName.SEED, Payload.RAW, images);
        Entry png = odradek(ODRADEK_PNG, NetName.SEED, Payload.PNG, images);
        List<Entry> entries = new ArrayList<>(List.of(
                pass,
                prompt,
                raw,
                pass.exactlyOnce(PASS_THROUGH_EXACTLY_ONCE),
                prompt.exactlyOnce(PROMPT_EXACTLY_ONCE).with(COMMIT, "20"),
                raw.exactlyOnce(ODRADEK_EXACTLY_ONCE),
                png,
                png.exactlyOnce(ODRADEK_PNG_EXACTLY_ONCE),
                odradek(ODRADEK_INT8, NetName.INT8, Payload.RAW, images)));
        entries.addAll(variants);
        return new Series("bound", List.of(NetName.SEED), entries);
    }

    /** Whether it takes part where latency is measured, and not else. */
    public static boolean isForLatency(Entry entry) {
        return entry.name().equals(PROMPT) || entry.name().equals(PROMPT_EXACTLY_ONCE);
    }

    /** The streamer and its rivals on one net. */
    private static Series rivals(NetName net, int images) {
        boolean dense = net == NetName.DENSE;
        String suffix = dense ? "-dense" : "-seed";
        int fast = dense ? 2 * images : images;
        return new Series(
                dense ? "dense" : "seed",
                List.of(net),
                List.of(
                        odradek(ODRADEK + suffix, net, Payload.RAW, fast),
                        new Entry("one-at-a-time" + suffix, Program.ONE_AT_A_TIME, net, Payload.RAW, fast),
                        new Entry("json-float" + suffix, Program.JSON_FLOAT, net, Payload.JSON, images / 3),
                        new Entry("http" + suffix, Program.HTTP, net, Payload.RAW, images / 3)));
    }

    /** The streamer, at-least-once. */
    static Entry odradek(String name, NetName net, Payload payload, int images) {
        return new Entry(name, Program.ODRADEK, net, payload, images);
    }
}
