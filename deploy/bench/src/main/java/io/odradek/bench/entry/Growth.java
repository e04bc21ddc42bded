package io.odradek.bench.entry;

import java.util.List;
import java.util.stream.Stream;

/**
 * The series in which one thing grows and all else stays. Pure.
 *
 * @param turn images in a turn of the streamer with the seed net and raw images
 * @param brief the first points alone
 */
public record Growth(int turn, boolean brief) {
    private static final int LEAST_POINTS = 2;

    /** Images in a turn, in sixths of the usual one: 10,000 to 1,000,000 by default. */
    private static final List<Integer> SIXTHS = List.of(1, 3, 10, 30, 100);

    /** Bytes of a turn's records, by image of the usual turn: 512 MB by default. */
    private static final int BYTES = 8_500;

    /** A net of so many MFLOP gets the usual turn; one that takes more gets fewer images. */
    private static final double MFLOP = 20;

    /** 1, 2 and 3 instances get equal shares of them. */
    private static final int SHARED_PARTITIONS = 12;

    /** The contestant whose turns grow. */
    public Entry images() {
        return Lineup.odradek("odradek-images", NetName.SEED, Payload.RAW, turn);
    }

    /** Its turns. */
    public List<Integer> turns() {
        return points(SIXTHS)
                .map(sixths -> Math.toIntExact((long) turn * sixths / 6))
                .toList();
    }

    /** Topics of more partitions. */
    public Series partitions() {
        return series(
                "partitions",
                points(List.of(1, 4, 16, 64))
                        .map(count -> seed("odradek-partitions-" + count).spread(1, count)));
    }

    /** Larger images, which the net resizes; raw pixels first. */
    public Series payload() {
        Stream<Payload> forms = Stream.concat(
                Stream.of(Payload.RAW),
                points(List.of(Payload.NOISY_1, Payload.NOISY_4, Payload.NOISY_9, Payload.NOISY_18)));
        return series("payload", forms.map(this::payload));
    }

    private Entry payload(Payload form) {
        String name = form == Payload.RAW ? "raw" : "png-" + form.side();
        // A byte a pixel is about what they have.
        long pixels = (long) form.side() * form.side();
        int fit = Math.toIntExact((long) BYTES * turn / pixels);
        return Lineup.odradek("odradek-" + name, NetName.RESIZE, form, Math.min(turn, Math.max(1, fit)));
    }

    /** Larger nets, each with its bare inference. */
    public Series model() {
        List<NetName> nets = points(List.of(
                        NetName.CONVOLUTION_5,
                        NetName.CONVOLUTION_15,
                        NetName.CONVOLUTION_50,
                        NetName.CONVOLUTION_150,
                        NetName.CONVOLUTION_500))
                .toList();
        return new Series("model", nets, nets.stream().map(this::model).toList());
    }

    private Entry model(NetName net) {
        return Lineup.odradek("odradek-mflop-" + Math.round(net.mflop()), net, Payload.RAW, images(net, turn));
    }

    /** How many images a net gets where the seed net gets {@code turn}. */
    public static int images(NetName net, int turn) {
        return Math.min(turn, Math.max(1, (int) (turn * MFLOP / net.mflop())));
    }

    /** More instances in one group, of one thread each, so that two of them are what one is with two threads. */
    public Series instances() {
        return series(
                "instances",
                points(List.of(1, 2, 3))
                        .map(count -> seed("odradek-instances-" + count)
                                .spread(count, SHARED_PARTITIONS)
                                .with(Matrix.THREADS_SETTING, "1")));
    }

    private Entry seed(String name) {
        return Lineup.odradek(name, NetName.SEED, Payload.RAW, turn);
    }

    private static Series series(String name, Stream<Entry> entries) {
        return new Series(name, List.of(), entries.toList());
    }

    private <T> Stream<T> points(List<T> all) {
        return all.stream().limit(brief ? LEAST_POINTS : all.size());
    }
}
