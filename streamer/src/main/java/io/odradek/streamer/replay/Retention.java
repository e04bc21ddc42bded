package io.odradek.streamer.replay;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.history.Bound;
import io.odradek.streamer.history.Gone;
import io.odradek.streamer.topics.TopicAdmin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What a topic keeps.
 *
 * @param admin asks
 * @param topic of images
 */
record Retention(TopicAdmin admin, String topic) {
    private static final String UNLIMITED = "-1";

    /**
     * Of what may have been removed of a range, what cannot be excluded: where the topic keeps everything by time, and for
     * longer than since the range's beginning, the images before the oldest are older than the range.
     */
    List<Gone> removed(List<Gone> gone, Bound from, Instant now) {
        if (gone.isEmpty() || !(from instanceof Bound.At begin)) {
            return gone;
        }
        return keeps(Duration.between(begin.time(), now)) ? List.of() : gone;
    }

    private boolean keeps(Duration age) {
        try {
            String millis = admin.config(topic, TopicConfig.RETENTION_MS_CONFIG);
            return admin.config(topic, TopicConfig.RETENTION_BYTES_CONFIG).equals(UNLIMITED)
                    && (millis.equals(UNLIMITED) || Long.parseLong(millis) > age.toMillis());
        } catch (StreamerException e) {
            // This user may not know it.
            return false;
        }
    }
}
