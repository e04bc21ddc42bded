package io.odradek.streamer.replay;

import io.odradek.streamer.message.Prediction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** Where predictions go. Thread-safe. */
public interface Output extends AutoCloseable {
    /** Nowhere. */
    Output NONE = new Output() {
        @Override
        public void open(int partitions) {}

        @Override
        public int maxRecordBytes() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void write(ConsumerRecord<byte[], byte[]> image, Headers headers, Prediction prediction) {}

        @Override
        public String finish(boolean complete) {
            return "";
        }

        @Override
        public void close() {}
    };

    /**
     * Makes ready, before anything is written.
     *
     * @param partitions how many the topic of images has
     * @throws io.odradek.streamer.config.StreamerException says why it cannot take predictions, and what mends it
     */
    void open(int partitions);

    /** The largest record that it takes. */
    int maxRecordBytes();

    /**
     * Takes a prediction.
     *
     * @param image what it is of
     * @param headers the prediction's
     * @throws io.odradek.streamer.config.StreamerException when it, or one before, was not taken
     */
    void write(ConsumerRecord<byte[], byte[]> image, Headers headers, Prediction prediction);

    /**
     * Returns when all is where it belongs.
     *
     * @param complete whether the replay came to its end
     * @return where that is, as in {@code file replay.jsonl}; empty where nothing was kept
     * @throws io.odradek.streamer.config.StreamerException when something was not taken
     */
    String finish(boolean complete);

    /** Frees what it holds; without {@link #finish} what was written may be incomplete. */
    @Override
    void close();
}
