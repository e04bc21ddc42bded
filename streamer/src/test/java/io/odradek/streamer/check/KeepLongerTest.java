package io.odradek.streamer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicCommands;
import org.junit.jupiter.api.Test;

/** No command that is printed keeps anything for a shorter time than now. */
class KeepLongerTest {
    private static final long DAY = 86_400_000;

    @Test
    void keepsImagesTwiceAsLongAndAWeekAtLeast() {
        assertThat(longer(DAY, -1)).endsWith(" --add-config retention.ms=604800000");
        assertThat(longer(30 * DAY, -1)).endsWith(" --add-config retention.ms=" + 60 * DAY);
        assertThat(longer(Long.MAX_VALUE, -1)).endsWith(" --add-config retention.ms=" + Long.MAX_VALUE);
    }

    @Test
    void takesABoundByBytesAway() {
        assertThat(longer(-1, 1_000)).endsWith(" --add-config retention.bytes=-1");
        assertThat(longer(DAY, 1_000)).endsWith(" --add-config retention.bytes=-1,retention.ms=604800000");
    }

    @Test
    void hasNoCommandWhereImagesAreKeptForEver() {
        assertThat(longer(-1, -1)).isEmpty();
    }

    @Test
    void neverAsksTheBrokerToForgetProgressEarlier() {
        Finding longEnough = BrokerCheck.offsetsRetention("1000000", -1, "images");
        Finding tooShort = BrokerCheck.offsetsRetention("10080", 30 * DAY, "images");

        assertThat(longEnough.level()).isEqualTo(Finding.Level.OK);
        assertThat(tooShort.fix()).startsWith("echo 'offsets.retention.minutes=43200'");
    }

    @Test
    void livesWithABrokerThatHidesHowLongItRemembersProgress() {
        Finding hidden = BrokerCheck.offsetsRetention(null, DAY, "images");

        assertThat(hidden.level()).isEqualTo(Finding.Level.WARN);
        assertThat(hidden.what()).contains("offsets.retention.minutes is not shown by this broker");
    }

    private static String longer(long millis, long bytes) {
        return GroupCheck.keepLonger("images", millis, bytes, new TopicCommands("kafka:9092", false));
    }
}
