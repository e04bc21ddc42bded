package io.odradek.streamer.topology;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * What sees each poll of the consumers, on the thread that polls.
 *
 * @param readAhead remembers the records
 * @param progress keeps what is not answered
 * @param lost looks for gaps, one for each topic of images
 */
public record PollWatch(ReadAhead readAhead, Progress progress, List<LostImages> lost) {
    /** Copies the list. */
    public PollWatch {
        lost = List.copyOf(lost);
    }

    void polled(ConsumerRecords<byte[], byte[]> records, boolean isBacklog) {
        readAhead.remember(records, isBacklog);
        progress.polled(records);
        lost.forEach(one -> one.polled(records));
    }

    void forgetAll() {
        readAhead.forgetAll();
        progress.forgetAll();
        lost.forEach(LostImages::forgetAll);
    }
}
