package io.odradek.streamer.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.health.StuckThreads.Stuck;
import io.odradek.streamer.kit.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StuckThreadsTest {
    private static final double LONG = 10_000;

    private final ManualClock time = new ManualClock(Instant.EPOCH);
    private final StuckThreads threads = new StuckThreads(120, time::nanos);

    @Test
    void findsTheThreadThatHasNotPolledForLongest() {
        look(LONG, 0, polling("a", 0), polling("b", 0), polling("c", 0));
        time.pass(200);
        look(LONG, 0, polling("a", 121), polling("b", 150), polling("c", 1));

        Optional<Stuck> stuck = look(LONG, 0, polling("a", 121), polling("b", 150), polling("c", 1));

        assertThat(stuck).contains(new Stuck("b", 150));
    }

    @Test
    void findsNoneWithinTheLimit() {
        look(LONG, 0, polling("a", 0));
        time.pass(200);

        assertThat(look(LONG, 0, polling("a", 120))).isEmpty();
    }

    @Test
    void takesAThreadThatAnswersForOneThatWorks() {
        for (long answered = 0; answered < 20; answered++) {
            assertThat(look(LONG, answered, polling("a", answered * 20))).isEmpty();
            time.pass(20);
        }

        time.pass(110);
        look(LONG, 19, polling("a", 510));
        assertThat(look(LONG, 19, polling("a", 510)))
                .as("130 s after its last answer")
                .contains(new Stuck("a", 130));
    }

    @Test
    void waitsForAThreadThatIsBeingStarted() {
        look(LONG, 0, polling("a", -1));
        time.pass(1_000);

        assertThat(look(LONG, 0, polling("a", -1))).isEmpty();
    }

    @Test
    void countsFromKafkasReturn() {
        look(LONG, 0, polling("a", 0));
        time.pass(500);

        assertThat(look(0, 0, polling("a", 500))).as("Kafka is silent").isEmpty();
        assertThat(look(100, 0, polling("a", 600)))
                .as("Kafka is back for 100 s")
                .isEmpty();
        look(121, 0, polling("a", 621));
        assertThat(look(123, 0, polling("a", 623))).contains(new Stuck("a", 123));
    }

    @Test
    void findsNoneRightAfterTheWholeProcessStoodStill() {
        look(LONG, 0, polling("a", 0));
        time.pass(500);

        assertThat(look(LONG, 0, polling("a", 500))).isEmpty();
        time.pass(2);
        assertThat(look(LONG, 0, polling("a", 0))).as("it ran again").isEmpty();
        assertThat(look(LONG, 0, polling("a", 121))).isEmpty();
    }

    @Test
    void findsNoneWhereThereAreNoThreads() {
        look(LONG, 0, polling("a", 0));
        time.pass(500);

        assertThat(look(LONG, 0)).isEmpty();
        assertThat(look(LONG, 0, polling("a", 500))).as("it begins anew").isEmpty();
    }

    private Optional<Stuck> look(double kafkaAnswersSeconds, long answered, Polling... each) {
        return threads.look(List.of(each), Map.of("a", answered), kafkaAnswersSeconds);
    }

    private static Polling polling(String thread, long lastPollSeconds) {
        return new Polling(thread, "running", lastPollSeconds);
    }
}
