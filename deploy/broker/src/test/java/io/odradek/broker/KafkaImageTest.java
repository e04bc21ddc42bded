package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.KafkaImage.Image;
import io.odradek.broker.KafkaImage.Missing;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KafkaImageTest {
    private static final String OFFICIAL = "apache/kafka:4.3.1";
    private static final String STAND_IN = "odradek-stand-in/kafka";

    @Test
    void prefersKafkasOwnToTheStandIn() {
        assertThat(KafkaImage.choose(null, "4.3.1", Set.of(STAND_IN, OFFICIAL)::contains))
                .isEqualTo(new Image(OFFICIAL));
        assertThat(KafkaImage.choose(null, "4.3.1", Set.of(STAND_IN, "apache/kafka:4.2.0")::contains))
                .isEqualTo(new Image(STAND_IN));
    }

    @Test
    void takesTheNamedOneAndNoOther() {
        assertThat(KafkaImage.choose("mirror/kafka:1", "4.3.1", Set.of("mirror/kafka:1", OFFICIAL)::contains))
                .isEqualTo(new Image("mirror/kafka:1"));
        assertThat(KafkaImage.choose("mirror/kafka:1", "4.3.1", Set.of(OFFICIAL)::contains))
                .isEqualTo(new Missing("the container engine has no image mirror/kafka:1: docker pull mirror/kafka:1"));
    }

    @Test
    void saysHowToGetOne() {
        assertThat(KafkaImage.choose(null, "4.3.1", name -> false))
                .isEqualTo(new Missing("the container engine has no image apache/kafka:4.3.1 and no"
                        + " odradek-stand-in/kafka: docker pull apache/kafka:4.3.1, or deploy/docker/stand-ins.sh kafka"
                        + " where no registry can be reached"));
    }
}
