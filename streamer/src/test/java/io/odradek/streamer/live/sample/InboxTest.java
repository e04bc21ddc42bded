package io.odradek.streamer.live.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox<String> inbox = new Inbox<>(3, 100);

    @Test
    void takesNoMoreThingsThanItHolds() {
        assertThat(List.of(inbox.offer("a", 1), inbox.offer("b", 1), inbox.offer("c", 1), inbox.offer("d", 1)))
                .containsExactly(true, true, true, false);
    }

    @Test
    void takesNoMoreBytesThanItHoldsButOneLargeThingAlone() {
        assertThat(inbox.offer("large", 5_000)).isTrue();
        assertThat(inbox.offer("small", 1)).isFalse();
        assertThat(drained()).containsExactly("large");
        assertThat(inbox.offer("a", 60)).isTrue();
        assertThat(inbox.offer("b", 60)).isFalse();
        assertThat(inbox.bytes()).isEqualTo(60);
    }

    @Test
    void hasRoomAgainForWhatWasTakenUpEvenIfDealingWithItFailed() {
        boolean unused = inbox.offer("a", 100);

        assertThatThrownBy(() -> inbox.drain(value -> {
                    throw new IllegalArgumentException(value);
                }))
                .hasMessage("a");

        assertThat(inbox.bytes()).isZero();
        assertThat(inbox.offer("b", 100)).isTrue();
    }

    private List<String> drained() {
        List<String> all = new ArrayList<>();
        inbox.drain(all::add);
        return all;
    }
}
