package io.odradek.streamer.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class PollBudgetTest {
    private final PollBudget budget = new PollBudget();

    @Test
    void refusesTheRecordForWhichThereIsNoRoomAndTakesItInTheNextPoll() {
        budget.renew(3_000);
        assertThat(value(1_000)).hasSize(1_000);
        assertThat(value(1_000)).hasSize(1_000);

        assertThatThrownBy(() -> value(1_000)).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> value(1_000)).as("asked again").isInstanceOf(SerializationException.class);

        budget.renew(3_000);
        assertThat(value(1_000)).hasSize(1_000);
    }

    @Test
    void neverRefusesTheFirstOfAPoll() {
        budget.renew(-5_000);

        assertThat(value(1_000_000)).hasSize(1_000_000);
        assertThatThrownBy(() -> value(0)).isInstanceOf(SerializationException.class);
    }

    @Test
    void countsSmallRecordsToo() {
        budget.renew(10_000);

        int taken = 0;
        try {
            for (; taken < 1_000; taken++) {
                value(1);
            }
        } catch (SerializationException e) {
            // As many as there is room for.
        }

        assertThat(taken).isBetween(20, 40);
    }

    @Test
    void givesTheBytesAsTheyAre() {
        budget.renew(1_000);
        ByteBuffer slice = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);

        assertThat(budget.deserialize("images", new RecordHeaders(), slice)).containsExactly(1, 2, 3);
        assertThatCode(() -> budget.deserialize("images", new byte[10])).doesNotThrowAnyException();
    }

    private byte[] value(int bytes) {
        return budget.deserialize("images", new RecordHeaders(), ByteBuffer.allocate(bytes));
    }
}
