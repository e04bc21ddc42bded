package io.odradek.streamer.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.kit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often the models topic is read for the classes of versions. */
class PublishedClassesTest {
    private final ManualClock time = new ManualClock(Instant.EPOCH);
    private final Map<String, Set<String>> topic = new HashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final PublishedClasses classes = new PublishedClasses(
            (wanted, found, elsewhere) -> {
                reads.incrementAndGet();
                topic.forEach((version, labels) -> {
                    if (version.equals(wanted) || !version.startsWith("elsewhere@")) {
                        found.accept(version, labels);
                    } else {
                        elsewhere.accept(version);
                    }
                });
            },
            Duration.ofMinutes(1),
            time::nanos);

    @AfterEach
    void close() {
        classes.close();
    }

    @Test
    void readsTheTopicOnceAMinuteHoweverManyVersionsAreNotThere() {
        for (int version = 0; version < 100; version++) {
            assertThat(classes.of("m@" + version)).isEmpty();
        }
        assertThat(reads).hasValue(1);

        topic.put("m@7", Set.of("Coat"));
        time.pass(59);
        assertThat(classes.of("m@7")).isEmpty();
        time.pass(1);
        assertThat(classes.of("m@7")).contains(Set.of("Coat"));
        assertThat(reads).hasValue(2);
    }

    @Test
    void readsItAtOnceForANewVersionWhileNoneIsMissing() {
        topic.put("m@1", Set.of("Coat"));
        assertThat(classes.of("m@1")).contains(Set.of("Coat"));

        topic.put("m@2", Set.of("Bag"));
        assertThat(classes.of("m@2")).contains(Set.of("Bag"));
        assertThat(classes.of("m@1")).contains(Set.of("Coat"));
        assertThat(reads).hasValue(2);
    }

    @Test
    void fetchesAVersionWhoseFileIsElsewhereAlsoWhileAnotherOneIsMissing() {
        topic.put("elsewhere@1", Set.of("Coat"));
        assertThat(classes.of("m@pruned")).isEmpty();

        assertThat(classes.of("elsewhere@1")).contains(Set.of("Coat"));
        assertThat(reads).hasValue(2);
    }

    @Test
    void triesVersionsWhoseFilesCannotBeFetchedOnceForEachReadOfTheTopic() {
        try (PublishedClasses unreachable = unreachable(0)) {
            askForMissingVersions(unreachable);
            // The topic, and each of the files.
            assertThat(reads).hasValue(3);

            time.pass(60);
            askForMissingVersions(unreachable);
            assertThat(reads).hasValue(6);
        }
    }

    /** A stream thread waits for them within one transaction. */
    @Test
    void leavesFilesForLaterWhereTheFirstOnesTookTooLong() {
        try (PublishedClasses unreachable = unreachable(40)) {
            askForMissingVersions(unreachable);

            assertThat(reads).hasValue(2);
        }
    }

    private PublishedClasses unreachable(int seconds) {
        return new PublishedClasses(
                (wanted, found, elsewhere) -> {
                    reads.incrementAndGet();
                    elsewhere.accept("elsewhere@1");
                    elsewhere.accept("elsewhere@2");
                    time.pass(seconds);
                },
                Duration.ofMinutes(1),
                time::nanos);
    }

    private static void askForMissingVersions(PublishedClasses classes) {
        for (int i = 0; i < 10; i++) {
            assertThat(classes.of("m@pruned")).isEmpty();
            assertThat(classes.of("elsewhere@1")).isEmpty();
            assertThat(classes.of("elsewhere@2")).isEmpty();
        }
    }

    @Test
    void stopsAReadThatTakesTooLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (PublishedClasses slow = new PublishedClasses(
                (wanted, found, elsewhere) -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        stopped.countDown();
                    }
                },
                Duration.ofMillis(10),
                time::nanos)) {
            assertThat(slow.of("m@1")).isEmpty();

            assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void letsAnyLabelCountWhereTheTopicCannotBeRead() {
        try (PublishedClasses failing = new PublishedClasses(
                (wanted, found, elsewhere) -> {
                    throw new IllegalStateException("no right");
                },
                Duration.ofMinutes(1),
                time::nanos)) {
            assertThat(failing.of("m@1")).isEmpty();
        }
    }
}
