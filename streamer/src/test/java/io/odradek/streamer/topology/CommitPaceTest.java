package io.odradek.streamer.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommitPaceTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final CommitPace pace = new CommitPace(Duration.ofNanos(20), nanos::get);
    private final List<String> commits = new ArrayList<>();

    @Test
    void commitsAtOnceAfterAPause() {
        answered("a");
        nanos.addAndGet(20);
        answered("b");

        assertThat(commits).containsExactly("a", "b");
    }

    @Test
    void leavesACommitThatWouldBeTooSoonToThePollThatBringsNothingLater() {
        answered("a");
        nanos.addAndGet(19);
        answered("b");
        pace.nothingPolled();
        assertThat(commits).containsExactly("a");

        nanos.addAndGet(1);
        pace.nothingPolled();
        pace.nothingPolled();

        assertThat(commits).containsExactly("a", "b");
    }

    @Test
    void commitsOnceForAllThatWasAnsweredMeanwhile() {
        answered("a");
        answered("b");
        nanos.addAndGet(20);
        answered("c");
        nanos.addAndGet(20);
        pace.nothingPolled();

        assertThat(commits).containsExactly("a", "c");
    }

    @Test
    void leavesNothingToALaterPollAfterACommitForAnotherReason() {
        answered("a");
        answered("b");
        pace.committed();
        nanos.addAndGet(20);
        pace.nothingPolled();

        assertThat(commits).containsExactly("a");
    }

    @Test
    void commitsNothingWhereNothingWasAnswered() {
        pace.nothingPolled();

        assertThat(commits).isEmpty();
    }

    @Test
    void hasAPaceForEachThread() {
        answered("a");
        CompletableFuture.runAsync(() -> answered("of another")).join();

        assertThat(commits).containsExactly("a", "of another");
    }

    private void answered(String name) {
        pace.answered(() -> commits.add(name));
    }
}
