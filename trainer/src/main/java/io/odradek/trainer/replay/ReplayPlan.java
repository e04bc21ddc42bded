package io.odradek.trainer.replay;

import org.jspecify.annotations.Nullable;

/**
 * What to produce and how fast.
 *
 * @param topic of the images
 * @param labelsTopic of the true labels, or null for none
 * @param count number of images, at least 1; beyond the data set it begins anew
 * @param imagesPerSecond 0: as fast as Kafka takes them
 */
public record ReplayPlan(String topic, @Nullable String labelsTopic, long count, double imagesPerSecond) {
    /** Refuses values out of range. */
    public ReplayPlan {
        if (topic.isBlank() || (labelsTopic != null && labelsTopic.isBlank())) {
            throw new IllegalArgumentException("a topic's name is empty");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count is " + count + ", allowed: at least 1");
        }
        if (!(imagesPerSecond >= 0 && imagesPerSecond <= 1e9)) {
            throw new IllegalArgumentException("rate is " + imagesPerSecond + ", allowed: 0 to 1e9");
        }
    }
}
