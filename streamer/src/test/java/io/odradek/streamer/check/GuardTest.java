package io.odradek.streamer.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {
    private final List<Finding> findings = new ArrayList<>();
    private final Guard guard = new Guard(findings::add);

    @Test
    void makesAFailedLineOfAnythingThatEndsACheckAndGoesOn() {
        assertThat(guard.run("broker", () -> {
                    throw new NullPointerException("value");
                }))
                .isFalse();
        assertThat(guard.run("group", () -> {
                    throw new StreamerException("Kafka refuses");
                }))
                .isFalse();
        assertThat(guard.run("model", () -> List.of(Finding.ok("model", "fine"))))
                .isTrue();

        assertThat(findings).hasSize(3);
        assertThat(findings.get(0).failed()).isTrue();
        assertThat(findings.get(0).what()).contains("cannot be checked").contains("NullPointerException: value");
        assertThat(findings.get(1)).isEqualTo(Finding.fail("group", "cannot be checked: Kafka refuses", ""));
        assertThat(findings.get(2)).isEqualTo(Finding.ok("model", "fine"));
    }
}
