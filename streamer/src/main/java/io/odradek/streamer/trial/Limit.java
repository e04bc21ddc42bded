package io.odradek.streamer.trial;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.StreamerConfig;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * How large an image may be that is tried.
 *
 * @param bytes of the file; 0: none can be sent
 * @param why what decides that, for people
 */
public record Limit(int bytes, String why) {
    private static final int MOST_BYTES = 1 << 20;
    /** Of a record, beside the image: headers, the names in an envelope, and Kafka's own fields. */
    private static final int RESERVED_BYTES = 1_024;

    /**
     * The smallest of what holds.
     *
     * @param recordBytes the largest record of the topics of images
     */
    static Limit of(StreamerConfig config, int recordBytes) {
        int room = Math.max(0, recordBytes - RESERVED_BYTES);
        // Base64 makes four bytes of three.
        int held = config.images().enveloped() ? room / 4 * 3 : room;
        return Stream.of(
                        new Limit(MOST_BYTES, "no larger one is tried"),
                        new Limit(config.images().maxBytes(), Setting.IMAGE_MAX_BYTES.key()),
                        new Limit(
                                held,
                                "a record of topic "
                                        + String.join(", ", config.topics().images()) + " holds no more"))
                .min(Comparator.comparingInt(Limit::bytes))
                .orElseThrow();
    }
}
