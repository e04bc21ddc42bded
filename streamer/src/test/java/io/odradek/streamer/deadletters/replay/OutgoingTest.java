package io.odradek.streamer.deadletters.replay;

import static io.odradek.streamer.deadletters.replay.Letters.TIME;
import static io.odradek.streamer.deadletters.replay.Letters.image;
import static io.odradek.streamer.deadletters.replay.Letters.letter;
import static io.odradek.streamer.deadletters.replay.Letters.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.message.DeadLetter;
import io.odradek.streamer.message.ReplayMark;
import io.odradek.streamer.message.Replayed;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class OutgoingTest {
    @Test
    void isTheImageAsItWasReceivedWithWhereItComesFrom() {
        ConsumerRecord<byte[], byte[]> letter = letter(17, image(90));

        ProducerRecord<byte[], byte[]> image = new Outgoing(letter, image(90), true).image(false);

        assertThat(image.topic()).isEqualTo("images");
        assertThat(image.partition()).isEqualTo(2);
        assertThat(image.key()).isSameAs(letter.key());
        assertThat(image.value()).isSameAs(letter.value());
        assertThat(headers(image.headers()))
                .containsExactly(
                        "odradek-replayed=images-dlq-0@17",
                        "odradek-replays=1",
                        "odradek-replayed-image=images-2@90",
                        "odradek-replayed-time=2026-11-18T11:06:40Z");
    }

    @Test
    void keepsTheHeadersOfTheImageThatAreNamedLikeThoseOfADeadLetter() {
        ConsumerRecord<byte[], byte[]> letter = Letters.record(0, 17, TIME, new byte[1]);
        put(letter.headers(), DeadLetter.REASON, "its own");
        put(letter.headers(), "odradek-id", "a");
        letter(17, image(90)).headers().forEach(letter.headers()::add);

        assertThat(headers(new Outgoing(letter, image(90), true).image(false).headers()))
                .startsWith("odradek-reason=its own", "odradek-id=a", "odradek-replayed=images-dlq-0@17")
                .hasSize(6);
    }

    @Test
    void countsOnAndKeepsWhereTheImageWasAtFirst() {
        ConsumerRecord<byte[], byte[]> letter = letter(17, image(90));
        put(letter.headers(), Replayed.LETTER, "images-dlq-0@3");
        put(letter.headers(), Replayed.TIMES, "1");
        put(letter.headers(), Replayed.IMAGE, "images-2@7");
        put(letter.headers(), Replayed.TIME, "2026-01-01T00:00:00Z");

        assertThat(headers(new Outgoing(letter, image(90), true).image(false).headers()))
                .containsExactly(
                        "odradek-replayed=images-dlq-0@17",
                        "odradek-replays=2",
                        "odradek-replayed-image=images-2@7",
                        "odradek-replayed-time=2026-01-01T00:00:00Z");
    }

    @Test
    void believesNoPlaceWithoutACount() {
        ConsumerRecord<byte[], byte[]> letter = letter(17, image(90));
        put(letter.headers(), Replayed.TIMES, "12345678901");
        put(letter.headers(), Replayed.IMAGE, "a producer's");

        assertThat(headers(new Outgoing(letter, image(90), true).image(false).headers()))
                .contains("odradek-replays=1", "odradek-replayed-image=images-2@90");
    }

    @Test
    void hasAMarkInThePartitionOfItsDeadLetter() {
        ProducerRecord<byte[], byte[]> mark = new Outgoing(letter(17, image(90)), image(90), true).mark();

        assertThat(mark.topic()).isEqualTo("images-dlq");
        assertThat(mark.partition()).isZero();
        assertThat(mark.key()).as("a compacted topic wants one").asString().isEqualTo("images-dlq-0@17");
        assertThat(mark.value()).as("no tombstone").isEmpty();
        assertThat(ReplayMark.of(mark.headers())).contains(new ReplayMark(17, TIME, image(90)));
    }

    @Test
    void knowsAboutWhatItTakesInMemory() {
        ConsumerRecord<byte[], byte[]> none = Letters.record(0, 1, TIME, null);

        assertThat(new Outgoing(letter(1, image(1)), image(1), true).bytes()).isEqualTo(500 + 1 + 10);
        assertThat(new Outgoing(none, image(1), true).bytes()).isEqualTo(500 + 1);
    }

    private static List<String> headers(Headers headers) {
        return Arrays.stream(headers.toArray())
                .map(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
