package io.odradek.streamer.evaluation.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

/** How long windows stay, and what a store gives back. */
class WindowsTest {
    private static final long NOON = Instant.parse("2026-11-29T12:00:00Z").toEpochMilli();
    private static final Duration KEPT = Duration.ofHours(2);
    private static final int MOST = 9;

    private final KeyValueStore<Bytes, byte[]> store = store();
    private final Windows windows = new Windows(store, KEPT, MOST);

    @Test
    void areAllInTheStoreWhenTheyAreReadAgain() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Coat", "Bag", NOON + 60_000, 1), 2_000);
        Map<WindowKey, Figures> told = byKey(windows);

        Windows again = new Windows(store, KEPT, MOST);

        // Told already.
        assertThat(again.changed()).isEmpty();
        assertThat(again.recent(1))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.figures()).isEqualTo(told.get(one.key())));
        assertThat(again.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON + 60_000)))
                .isTrue();
        assertThat(again.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON)))
                .isFalse();
    }

    @Test
    void areRecentBeforeTheNewestOfTheirSize() {
        for (int minute : new int[] {0, 1, 3}) {
            windows.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
        }

        assertThat(windows.recent(3))
                .extracting(window -> window.key().size() + " " + (window.key().start() - NOON) / 60_000)
                .contains("MINUTE 1", "MINUTE 3")
                .doesNotContain("MINUTE 0")
                .hasSize(4);
    }

    @Test
    void areToldAfterACrashBetweenTheCountAndTheRecord() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);

        assertThat(new Windows(store, KEPT, MOST).changed()).hasSize(3);
    }

    @Test
    void haveNoCellsLeftWhereAllWasTakenBack() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Coat", "Coat", NOON, -1), 2_000);

        assertThat(byKey(windows).values()).hasSize(3).allSatisfy(figures -> {
            assertThat(figures.images()).isZero();
            assertThat(figures.accuracy()).isNull();
            assertThat(figures.calibrationError()).isNull();
            assertThat(figures.classes()).isEmpty();
        });
        // The windows themselves.
        assertThat(store.approximateNumEntries()).isEqualTo(3);
    }

    @Test
    void goWhenNothingCanChangeThemAnyMore() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Coat", "Coat", NOON + 60_000, 1), 2_000);
        windows.changed();

        windows.expire(1_000 + KEPT.toMillis());
        assertThat(store.approximateNumEntries()).isEqualTo(8);

        // The first minute; hour and day have changed since.
        windows.expire(1_001 + KEPT.toMillis());
        assertThat(store.approximateNumEntries()).isEqualTo(6);

        windows.expire(2_001 + KEPT.toMillis());
        assertThat(store.approximateNumEntries()).isZero();
        assertThat(windows.recent(1)).isEmpty();
    }

    @Test
    void makeRoomForOthersBeyondTheirNumber() {
        for (int minute = 0; minute < 60; minute++) {
            windows.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
        }

        assertThat(windows.changed())
                .hasSize(MOST)
                .map(Windows.Evaluated::key)
                .contains(
                        new WindowKey("m@1", WindowSize.MINUTE, NOON + 59 * 60_000L),
                        new WindowKey("m@1", WindowSize.HOUR, NOON));
    }

    @Test
    void takeNothingBackThatIsNotThere() {
        windows.count(judgement("1", "Coat", "Coat", NOON, -1), 1_000);

        assertThat(windows.changed()).isEmpty();
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void findTheNewestThatIsLeft() {
        windows.count(judgement("1", "Coat", "Coat", NOON + 60_000, 1), 1_000);
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 2_000);
        windows.expire(1_001 + KEPT.toMillis());

        assertThat(windows.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON)))
                .isTrue();
    }

    private static Map<WindowKey, Figures> byKey(Windows windows) {
        return windows.changed().stream().collect(Collectors.toMap(Windows.Evaluated::key, Windows.Evaluated::figures));
    }

    private static Judgement judgement(String version, String truth, String guess, long time, int weight) {
        return new Judgement(new Guess("m@" + version, guess, 700_000_000, time), truth, weight);
    }

    private static KeyValueStore<Bytes, byte[]> store() {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("windows"), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        Properties settings = new Properties();
        settings.put("application.id", "test");
        settings.put("bootstrap.servers", "none:1");
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(settings);
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
