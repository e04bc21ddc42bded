package io.odradek.streamer.trial;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.Setting;
import io.odradek.streamer.config.Settings;
import io.odradek.streamer.config.StreamerConfig;
import io.odradek.streamer.config.StreamerException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** How large an image may be, and what is said of one that could not be tried. */
class LimitTest {
    @Test
    void isTheSmallestOfWhatATryASettingAndARecordHold() {
        assertThat(Limit.of(config(Map.of()), 10 << 20)).isEqualTo(new Limit(1 << 20, "no larger one is tried"));
        assertThat(Limit.of(config(Map.of()), 1_048_588))
                .isEqualTo(new Limit(1_047_564, "a record of topic images holds no more"));
        assertThat(Limit.of(config(Map.of(Setting.IMAGE_MAX_BYTES, "5000")), 1_048_588))
                .isEqualTo(new Limit(5_000, "odradek.image.max.bytes"));
        assertThat(Limit.of(config(Map.of(Setting.IMAGES_ENVELOPE, "json")), 101_024)
                        .bytes())
                .isEqualTo(75_000);
        assertThat(Limit.of(config(Map.of()), 1_000).bytes()).isZero();
    }

    @Test
    void saysInOneLineWhyAnImageCouldNotBeTried() {
        StreamerConfig config = config(Map.of(Setting.BOOTSTRAP_SERVERS, "kafka:9092"));

        assertThat(Fault.outcome(new TopicAuthorizationException(Set.of("images")), config))
                .isEqualTo(new TrialOutcome.Unavailable("topic images does not allow Write, which a try needs"
                        + " (streamer/OPERATIONS.md, Try it on the page)"));
        assertThat(Fault.outcome(new RecordTooLargeException("2000 bytes,\nmore than 1000"), config))
                .isEqualTo(new TrialOutcome.TooLarge("Kafka refuses it: 2000 bytes,"));
        assertThat(Fault.outcome(new TimeoutException("no acknowledgement"), config))
                .isEqualTo(new TrialOutcome.Unavailable("no Kafka broker answers at kafka:9092 in time: check that it"
                        + " runs and that odradek.bootstrap.servers is right"));
        assertThat(Fault.outcome(new StreamerException("there is no topic images"), config))
                .isEqualTo(new TrialOutcome.Unavailable("there is no topic images"));
        assertThat(Fault.outcome(new IllegalStateException("it broke off"), config))
                .isEqualTo(new TrialOutcome.Unavailable("the try failed: it broke off"));
    }

    private static StreamerConfig config(Map<Setting, String> settings) {
        return StreamerConfig.of(Settings.of(settings, Map.of(), Map.of(), null));
    }
}
