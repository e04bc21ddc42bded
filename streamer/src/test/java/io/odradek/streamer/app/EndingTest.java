package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.StreamerException;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class EndingTest {
    private static final List<String> TOPICS = List.of("images", "predictions", "images-dlq");

    @Test
    void namesTheTopicsThatWereDeletedAndWhatToDo() {
        Throwable failure = new StreamsException(
                new UnknownTopicOrPartitionException("This server does not host this topic-partition."));

        assertThat(Ending.of(failure, TOPICS, topics -> Set.of("images", "images-dlq")))
                .hasMessage(
                        "stopped: topic predictions was deleted under the running streamer, with all that stood in it:"
                                + " create what is missing with 'streamer topics create', then start again (This server does"
                                + " not host this topic-partition.)")
                .hasCause(failure);
        assertThat(Ending.of(new MissingSourceTopicException("missing"), TOPICS, topics -> Set.of("predictions")))
                .hasMessageStartingWith("stopped: topics images, images-dlq were deleted");
    }

    @Test
    void saysSoWhereTheyAreThereAgainOrCannotBeAsked() {
        Throwable failure = new UnknownTopicIdException("unknown id");

        assertThat(Ending.of(failure, TOPICS, Set::copyOf))
                .hasMessage("stopped: one of the topics images, predictions, images-dlq was deleted, and all are there"
                        + " now: start again (unknown id)");
        assertThat(Ending.of(failure, TOPICS, topics -> {
                    throw new StreamerException("no Kafka broker answers");
                }))
                .hasMessageContaining("which one cannot be asked: no Kafka broker answers");
    }

    @Test
    void leavesOtherFailuresAsTheyAre() {
        StreamerException own = new StreamerException("its own");

        assertThat(Ending.of(own, TOPICS, topics -> Set.of())).isSameAs(own);
        assertThat(Ending.of(new IllegalStateException("a bug"), TOPICS, topics -> Set.of()))
                .hasMessage("stopped: a bug");
    }
}
