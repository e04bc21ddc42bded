package io.odradek.streamer.topology;

import io.odradek.streamer.model.TestModels;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Images that are polled and answered again and again, as {@link Progress} is told of it. Of one thread. */
public final class WatchedBatch {
    private static final TopicPartition PARTITION = new TopicPartition("images", 0);

    private final Progress progress = new Progress(Clock.systemUTC());
    private final ConsumerRecords<byte[], byte[]> records;

    public WatchedBatch(int size) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(new ConsumerRecord<>("images", 0, i, new byte[0], TestModels.image(0)));
        }
        records = new ConsumerRecords<>(Map.of(PARTITION, all), Map.of(PARTITION, new OffsetAndMetadata(size)));
    }

    public void poll() {
        progress.polled(records);
    }

    public void answer(int i) {
        progress.answered(PARTITION, i);
    }
}
