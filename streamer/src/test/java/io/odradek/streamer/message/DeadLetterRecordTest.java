package io.odradek.streamer.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.StreamSupport;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** How much of a record goes into its dead letter. */
class DeadLetterRecordTest {
    private static final DeadLetterRecord.Why WHY =
            new DeadLetterRecord.Why(new Source("labels", 3, 17), "EMPTY", "the record has no value");

    private final RecordHeaders received = new RecordHeaders();

    @Test
    void hasAllOfTheRecordWhereItFits() {
        received.add("own", new byte[10]);
        DeadLetterRecord letter = DeadLetterRecord.of(null, new byte[500], received, WHY, 1_100);

        assertThat(letter.key()).isNull();
        assertThat(letter.value()).hasSize(500);
        assertThat(names(letter))
                .containsExactly(
                        "own",
                        DeadLetter.REASON,
                        DeadLetter.MESSAGE,
                        DeadLetter.TOPIC,
                        DeadLetter.PARTITION,
                        DeadLetter.OFFSET);
        assertThat(DeadLetter.sourceOf(letter.headers())).contains(new Source("labels", 3, 17));
        assertThat(received.toArray()).as("untouched").hasSize(1);
    }

    @Test
    void leavesOutTheValueThenTheRest() {
        DeadLetterRecord small = DeadLetterRecord.of("k".getBytes(UTF_8), new byte[500], received, WHY, 900);
        assertThat(small.key()).isEqualTo("k".getBytes(UTF_8));
        assertThat(small.value()).isNull();
        assertThat(DeadLetter.text(small.headers(), DeadLetter.OMITTED)).isEqualTo("value");

        received.add("own", new byte[1_000]);
        DeadLetterRecord smallest = DeadLetterRecord.of("k".getBytes(UTF_8), new byte[1], received, WHY, 900);
        assertThat(smallest.key()).isEmpty();
        assertThat(names(smallest)).doesNotContain("own");
        assertThat(DeadLetter.text(smallest.headers(), DeadLetter.OMITTED)).isEqualTo("value, key, headers");

        DeadLetterRecord ofNothing = DeadLetterRecord.of(null, null, received, WHY, 900);
        assertThat(DeadLetter.text(ofNothing.headers(), DeadLetter.OMITTED)).isEqualTo("key, headers");
    }

    private static Iterable<String> names(DeadLetterRecord letter) {
        return StreamSupport.stream(letter.headers().spliterator(), false)
                .map(Header::key)
                .toList();
    }
}
