package io.odradek.bench.entry;

import java.util.List;

/** The series of the matrix: the streamer by group protocol, threads and batch, all with the seed net and raw images. Pure. */
public final class Matrix {
    /** The series of {@link #BATCH_MAX}. */
    public static final String BATCH = "batch";

    /** The series of {@link #THREADS_SETTING}. */
    public static final String THREADS = "threads";

    /** Images in one call of the model. */
    public static final String BATCH_MAX = "odradek.batch.max";

    /** Stream threads of one instance. */
    public static final String THREADS_SETTING = "odradek.threads";

    private static final String GROUP_PROTOCOL = "kafka.group.protocol";

    private Matrix() {}

    /**
     * All series; three, because 8 GiB have no room for all contestants at a time.
     *
     * @param images in each turn
     * @param brief the ends alone
     */
    public static List<Series> series(int images, boolean brief) {
        return List.of(
                series("protocol", GROUP_PROTOCOL, images, List.of("classic", "streams")),
                series(THREADS, THREADS_SETTING, images, brief ? List.of("1", "4") : List.of("1", "2", "4")),
                series(
                        BATCH,
                        BATCH_MAX,
                        images,
                        brief
                                ? List.of("1", "512")
                                : List.of("1", "2", "4", "8", "16", "32", "64", "128", "256", "512")));
    }

    private static Series series(String name, String setting, int images, List<String> values) {
        return new Series(
                name,
                List.of(),
                values.stream()
                        .map(value -> Lineup.odradek(
                                        Lineup.ODRADEK + "-" + name + "-" + value, NetName.SEED, Payload.RAW, images)
                                .with(setting, value))
                        .toList());
    }
}
