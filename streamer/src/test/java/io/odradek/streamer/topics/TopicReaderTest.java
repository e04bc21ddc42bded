package io.odradek.streamer.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.streamer.config.StreamerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a consumer that is none; {@code DlqInspectIT} and {@code VerifyIT} read real topics. */
class TopicReaderTest {
    private static final TopicPartition FIRST = new TopicPartition("images", 0);
    private static final TopicPartition SECOND = new TopicPartition("images", 1);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final TopicReader reader = new TopicReader("localhost:9092", consumer);
    private final List<String> read = new ArrayList<>();

    @BeforeEach
    void partitions() {
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 5L));
        consumer.updateEndOffsets(Map.of(FIRST, 10L, SECOND, 10L));
    }

    @Test
    void readsEachPartitionFromAnOffsetUpToAnotherAndTellsHowFarItIs() {
        arrive(FIRST, 0, 10);
        arrive(SECOND, 5, 10);
        List<String> told = new ArrayList<>();

        reader.read(
                Map.of(FIRST, 2L, SECOND, 5L),
                Map.of(FIRST, 4L, SECOND, 5L),
                this::read,
                (done, all) -> told.add(done + " of " + all));

        assertThat(read).containsExactly("images-0@2", "images-0@3");
        assertThat(told).endsWith("2 of 2");
    }

    @Test
    void goesOnBehindWhatRetentionRemovedMeanwhileAndSaysSo() {
        arrive(SECOND, 7, 10);
        consumer.updateBeginningOffsets(Map.of(SECOND, 7L));
        List<String> removed = new ArrayList<>();

        reader.read(Map.of(SECOND, 5L), Map.of(SECOND, 10L), this::read, new Told() {
            @Override
            public void removed(TopicPartition partition, long from, long to) {
                removed.add(partition + " " + from + " to " + to);
            }
        });

        assertThat(removed).containsExactly("images-1 5 to 7");
        assertThat(read).containsExactly("images-1@7", "images-1@8", "images-1@9");
    }

    @Test
    void doesNotReadAgainWhatItHasReadWhereAPartitionEndsSooner() {
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(SECOND, 9L)));

        assertThatThrownBy(() -> reader.read(Map.of(SECOND, 9L), Map.of(SECOND, 10L), this::read, new Told()))
                .isInstanceOf(StreamerException.class)
                .hasMessage("images-1 at localhost:9092 ends before 9, where it went on before: has a broker lost"
                        + " records?");
    }

    @Test
    void readsNoFurtherOnceItIsStopped() {
        arrive(SECOND, 5, 8);

        reader.read(Map.of(SECOND, 5L), Map.of(SECOND, 10L), this::read, new Told() {
            @Override
            public boolean isStopped() {
                return !read.isEmpty();
            }
        });

        assertThat(read).hasSize(3);
    }

    /** Is told, and says nothing. */
    private static class Told implements TopicReader.Progress {
        @Override
        public void at(long done, long all) {
            // Not looked at.
        }
    }

    @Test
    void findsOneRecord() {
        arrive(FIRST, 0, 10);

        ConsumerRecord<byte[], byte[]> found = reader.record(FIRST, 7);

        assertThat(found).isNotNull().extracting(ConsumerRecord::offset).isEqualTo(7L);
    }

    @Test
    void knowsWhereAPartitionBeginsAndEnds() {
        assertThat(reader.starts(List.of(FIRST, SECOND))).isEqualTo(Map.of(FIRST, 0L, SECOND, 5L));
        assertThat(reader.ends(List.of(FIRST, SECOND))).isEqualTo(Map.of(FIRST, 10L, SECOND, 10L));
        assertThat(consumer.assignment())
                .as("of others Kafka's client complains")
                .containsOnly(FIRST, SECOND);
    }

    @Test
    void namesTheTopicThatCannotBeRead() {
        consumer.setPollException(new TopicAuthorizationException("not for you"));

        assertThatThrownBy(() -> reader.record(FIRST, 0))
                .isInstanceOf(StreamerException.class)
                .hasMessage("topic images at localhost:9092 cannot be read: not for you")
                .hasCauseInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> reader.partitions("nothing", "--images"))
                .hasMessage("there is no topic nothing at localhost:9092: name the right one with --images");
    }

    private void arrive(TopicPartition partition, long from, long to) {
        consumer.schedulePollTask(() -> {
            for (long offset = from; offset < to; offset++) {
                consumer.addRecord(
                        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[0]));
            }
        });
    }

    private void read(ConsumerRecord<byte[], byte[]> record) {
        read.add(record.topic() + "-" + record.partition() + "@" + record.offset());
    }
}
