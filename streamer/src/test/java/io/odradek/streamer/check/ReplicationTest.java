package io.odradek.streamer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.topics.Finding;
import io.odradek.streamer.topics.TopicCommands;
import org.junit.jupiter.api.Test;

/** With one broker in the tests, more replicas than one are only played. */
class ReplicationTest {
    @Test
    void wantsASecondReplica() {
        assertThat(verdict(1, 1).level()).isEqualTo(Finding.Level.WARN);
        assertThat(verdict(1, 1).what()).contains("replication factor 1").contains("takes its records with it");
    }

    @Test
    void wantsASecondAcknowledgement() {
        assertThat(verdict(3, 1).level()).isEqualTo(Finding.Level.WARN);
        assertThat(verdict(3, 1).fix()).endsWith("--entity-name images --add-config min.insync.replicas=2");
    }

    @Test
    void wantsRoomForOneBrokerThatIsAway() {
        assertThat(verdict(2, 2).level()).isEqualTo(Finding.Level.WARN);
        assertThat(verdict(2, 2).fix()).startsWith("kafka-reassign-partitions.sh");
        assertThat(verdict(3, 3).fix()).endsWith("min.insync.replicas=2");
    }

    @Test
    void isContentWithThreeReplicasOfWhichTwoAcknowledge() {
        assertThat(verdict(3, 2)).isEqualTo(Finding.ok("topic images", "replication factor 3, min.insync.replicas=2"));
    }

    private static Finding verdict(int replicas, long inSync) {
        return TopicCheck.replication("images", replicas, inSync, new TopicCommands("kafka:9092", false));
    }
}
