package io.odradek.streamer.deadletters.replay;

import static io.odradek.streamer.deadletters.replay.Letters.image;
import static io.odradek.streamer.deadletters.replay.Letters.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.StreamerException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes to Kafka in which transaction, and what is said when it is not taken. */
class BatchesTest {
    private final Taking producer = new Taking();
    private final List<String> settled = new ArrayList<>();

    /** Kafka's mock, which refuses images of one size as the real producer does. */
    private static final class Taking extends MockProducer<byte[], byte[]> {
        private int tooLarge = -1;
        /** Of the next images. */
        private final Queue<KafkaException> refusals = new ArrayDeque<>();

        Taking() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            if (record.topic().equals("images") && !refusals.isEmpty()) {
                return CompletableFuture.failedFuture(refusals.remove());
            }
            return record.topic().equals("images") && record.value().length == tooLarge
                    ? CompletableFuture.failedFuture(new RecordTooLargeException("too large"))
                    : super.send(record);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1200, 3", "10000000, 1200, 3", "20, 6, 3", "5, 3, 3"})
    void aTransactionHasAtMost500ImagesAndATenthOfASecond(int rate, int images, int transactions) {
        Batches batches = begun(rate);
        for (int i = 0; i < images; i++) {
            batches.add(one(i, 10, true));
        }
        batches.flush();
        batches.flush();

        assertThat(producer.commitCount()).isEqualTo(transactions);
        assertThat(producer.history()).hasSize(2 * images);
        assertThat(settled).hasSize(images).allMatch(one -> one.endsWith("SENT"));
    }

    @Test
    void aTransactionHasAtMostFourMebibytesOrOneLargerImage() {
        Batches batches = begun(0);
        batches.add(one(0, 3 << 20, true));
        assertThat(producer.commitCount()).isZero();
        batches.add(one(1, 1 << 20, true));
        assertThat(producer.commitCount()).isEqualTo(1);
        batches.add(one(2, 5 << 20, true));

        assertThat(producer.commitCount()).isEqualTo(2);
    }

    @Test
    void aMarkFollowsEachImageAndStandsAloneForOneThatWasSent() {
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        batches.add(one(1, 10, false));
        batches.flush();

        assertThat(producer.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("images", "images-dlq", "images-dlq");
        assertThat(settled).containsExactly("0 SENT", "1 REPEATED");
    }

    @Test
    void whatIsTooLargeIsLeftOutAndTheRestIsSent() {
        producer.tooLarge = 99;
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        batches.add(one(1, 99, true));
        batches.add(one(2, 10, true));
        batches.flush();

        assertThat(settled).containsExactly("1 TOO_LARGE", "0 SENT", "2 SENT");
        assertThat(producer.history())
                .as("nothing of the transaction that was given up")
                .hasSize(4);
        batches.add(one(3, 99, true));
        batches.flush();
        assertThat(settled).endsWith("3 TOO_LARGE").hasSize(4);
        assertThat(producer.history()).hasSize(4);
    }

    @Test
    void whoIsOvertakenSaysSoAndHowManyWereSent() {
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        batches.flush();
        producer.fenceProducer();
        batches.add(one(1, 10, true));

        assertThatThrownBy(batches::flush)
                .isInstanceOf(StreamerException.class)
                .hasMessageStartingWith("another replay of this topic has begun")
                .hasMessageEndingWith(
                        "1 images were sent before that; run the same command again, it sends none of them" + " twice");
        assertThat(settled).containsExactly("0 SENT");
    }

    @Test
    void aRefusedCommitSettlesNothingAndSaysWhy() {
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        producer.commitTransactionException = new TopicAuthorizationException("Not authorized: [images]");
        assertThatThrownBy(batches::flush).hasMessageStartingWith("Not authorized: [images]: a replay needs rights");
        assertThat(settled).isEmpty();
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void aTransactionThatKafkaEndedIsOneThatAnotherHasEnded() {
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        producer.commitTransactionException = new KafkaException(new InvalidTxnStateException("invalid state"));

        assertThatThrownBy(batches::flush).hasMessageStartingWith("another replay of this topic has begun");
    }

    @Test
    void aCommitThatFindsABrokerWithoutWordsSaysWhatIsMostLikely() {
        Batches batches = begun(0);
        batches.add(one(0, 10, true));
        producer.commitTransactionException = new KafkaException("Unhandled error in EndTxnResponse: unexpected");

        assertThatThrownBy(batches::flush)
                .hasMessageStartingWith(
                        "Unhandled error in EndTxnResponse: unexpected: most often because another replay")
                .hasMessageEndingWith("it sends none of them twice");
        assertThat(settled).isEmpty();
    }

    @Test
    void ofABatchThatIsRefusedTheImageAtFaultSaysWhy() {
        producer.refusals.add(new KafkaException("part of a batch with invalid records"));
        producer.refusals.add(new InvalidTimestampException("its timestamp is out of range"));
        producer.refusals.add(new KafkaException("part of a batch with invalid records"));
        Batches batches = begun(0);
        for (int i = 0; i < 3; i++) {
            batches.add(one(i, 10, true));
        }

        assertThatThrownBy(batches::flush)
                .hasMessageStartingWith("Kafka at kafka:9092 refuses: its timestamp is out of range");
        assertThat(settled).isEmpty();
        assertThat(producer.transactionAborted()).isTrue();
    }

    @Test
    void beginningWithoutTheRightSaysWhichIsMissing() {
        producer.initTransactionException = new TopicAuthorizationException("no right");

        assertThatThrownBy(() -> new Sender(producer, "kafka:9092", false).begin())
                .hasMessageContaining("no right: a replay needs rights beyond those of a streamer");
    }

    @Test
    void theTimeOfAnImageIsThatOfItsSendingUnlessItIsKept() {
        assertThat(one(0, 1, true).image(false).timestamp()).isNull();
        assertThat(one(0, 1, true).image(true).timestamp()).isEqualTo(Letters.TIME);
        Outgoing untimed = new Outgoing(letter(1, image(1), -1), image(1), true);
        assertThat(untimed.image(true).timestamp()).isNull();
    }

    private Batches begun(int rate) {
        Sender sender = new Sender(producer, "kafka:9092", false);
        sender.begin();
        return new Batches(sender, rate, (one, fate) -> settled.add(one.place().offset() + " " + fate));
    }

    private static Outgoing one(long offset, int bytes, boolean isSent) {
        var letter = Letters.record(0, offset, Letters.TIME, new byte[bytes]);
        letter(offset, image(offset)).headers().forEach(letter.headers()::add);
        return new Outgoing(letter, image(offset), isSent);
    }
}
