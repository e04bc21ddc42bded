package io.odradek.streamer.deadletters.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.message.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccountTest {
    private final Account.Collector collector = new Account.Collector();

    @Test
    void countsByReasonAndFateAndNamesTenOfWhatCannotBeSent() {
        for (int i = 0; i < 12; i++) {
            collector.add("WRONG_SIZE", place(i), Fate.LEFT_OUT);
        }
        collector.add("WRONG_SIZE", place(12), Fate.SENT);
        collector.add("EMPTY", place(13), Fate.SENT);
        collector.foreign();

        Account account = collector.result("images-dlq", false, false);

        assertThat(account.chosen()).isEqualTo(14);
        assertThat(account.count(Fate.SENT)).isEqualTo(2);
        assertThat(account.count(Fate.LEFT_OUT)).isEqualTo(12);
        assertThat(account.foreign()).isEqualTo(1);
        assertThat(account.reasons())
                .containsEntry("EMPTY", Map.of(Fate.SENT, 1L))
                .containsEntry("WRONG_SIZE", Map.of(Fate.SENT, 1L, Fate.LEFT_OUT, 12L));
        assertThat(account.named()).containsOnlyKeys(Fate.LEFT_OUT);
        assertThat(account.named().get(Fate.LEFT_OUT)).hasSize(10).startsWith(place(0));
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void isCompleteWhereNothingIsLeftThatShouldHaveBeenSent(Fate fate) {
        collector.add("EMPTY", place(1), fate);

        assertThat(collector.result("images-dlq", false, false).isComplete()).isEqualTo(!fate.isFailure());
        assertThat(collector.result("images-dlq", false, true).isComplete())
                .as("cut short")
                .isFalse();
    }

    private static Source place(long offset) {
        return new Source("images-dlq", 0, offset);
    }
}
