package io.odradek.streamer.evaluation.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.evaluation.pairing.Guess;
import io.odradek.streamer.evaluation.pairing.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private static final long AFTER = NOON + 600_000;
    private static final Duration KEPT = Duration.ofHours(2);

    private final KeyValueStore<Bytes, byte[]> store = store();
    private final Windows windows = read(new Room(1 << 20, 1));

    @Test
    void areAllInTheStoreWhenTheyAreReadAgain() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Coat", "Bag", NOON + 60_000, 1), 2_000);
        Map<WindowKey, Figures> told = byKey(windows);

        Windows again = read(new Room(1 << 20, 1));

        // Told already.
        assertThat(again.changed()).isEmpty();
        assertThat(again.recent(1, AFTER))
                .hasSize(3)
                .allSatisfy(one -> assertThat(one.figures()).isEqualTo(told.get(one.key())));
        assertThat(again.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON + 60_000), AFTER))
                .isTrue();
        assertThat(again.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON), AFTER))
                .isFalse();
    }

    @Test
    void areRecentBeforeTheNewestOfTheirSize() {
        for (int minute : new int[] {0, 1, 3}) {
            windows.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
        }

        assertThat(windows.recent(3, AFTER))
                .extracting(window -> window.key().size() + " " + (window.key().start() - NOON) / 60_000)
                .contains("MINUTE 1", "MINUTE 3")
                .doesNotContain("MINUTE 0")
                .hasSize(4);
    }

    @Test
    void areToldAfterACrashBetweenTheCountAndTheRecord() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);

        assertThat(read(new Room(1 << 20, 1)).changed()).hasSize(3);
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

        windows.expire(1_000 + 60_000 + KEPT.toMillis());
        assertThat(entries()).isEqualTo(8);

        // The first minute's cell; hour and day have changed since, and are longer.
        windows.expire(1_001 + 60_000 + KEPT.toMillis());
        assertThat(entries()).isEqualTo(7);

        windows.expire(2_001 + 3_600_000 + KEPT.toMillis());
        assertThat(windows.recent(1, AFTER))
                .map(one -> one.key().size())
                .as("a day may have images for as long as it lasts")
                .containsExactly(WindowSize.DAY);

        windows.expire(2_001 + 86_400_000 + KEPT.toMillis());
        assertThat(windows.recent(1, AFTER)).isEmpty();
        windows.expire(2_001 + 86_400_000 + 2 * KEPT.toMillis());
        assertThat(entries()).isZero();
    }

    /** A part of the images would take the place of all of them. */
    @Test
    void doNotBeginAnewWhenAJudgementComesAfterTheirTime() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.changed();
        long over = 1_001 + 86_400_000 + KEPT.toMillis();
        windows.expire(over);

        windows.count(judgement("1", "Coat", "Bag", NOON, 1), over);

        assertThat(windows.changed()).isEmpty();
    }

    @Test
    void goAlsoWhereTheServiceIsStartedAgainAndAgain() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 0);
        windows.changed();
        long hour = Duration.ofHours(1).toMillis();
        Windows again = windows;
        for (int hours = 1; hours <= 6; hours++) {
            again = read(new Room(1 << 20, 1), hours * hour);
            again.count(judgement("1", "Coat", "Coat", NOON + hours * hour, 1), hours * hour);
            again.changed();
            again.expire(hours * hour + hour / 2);
        }

        assertThat(again.recent(100_000, NOON + 7 * hour))
                .map(one -> one.key())
                .contains(new WindowKey("m@1", WindowSize.MINUTE, NOON + 6 * hour))
                .doesNotContain(new WindowKey("m@1", WindowSize.MINUTE, NOON));
    }

    /** What came meanwhile is still to be read. */
    @Test
    void stayAfterATimeWithoutTheServiceAsIfTheyHadJustChanged() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        long later = 1_000 + Duration.ofDays(30).toMillis();

        Windows again = read(new Room(1 << 20, 1), later);
        again.expire(later + KEPT.toMillis());
        again.count(judgement("1", "Coat", "Coat", NOON, 1), later);

        assertThat(byKey(again).values())
                .hasSize(3)
                .allSatisfy(figures -> assertThat(figures.images()).isEqualTo(2));
    }

    /** A rebalance, or a crash, soon after a start: what came meanwhile is not all read yet. */
    @Test
    void stayAfterATimeWithoutTheServiceAlsoWhereItIsStartedTwice() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.expire(1_000);
        long later = 1_000 + Duration.ofDays(30).toMillis();

        Windows again = read(new Room(1 << 20, 1), later);
        again.count(judgement("1", "Coat", "Coat", NOON + 60_000, 1), later);
        again.expire(later);
        again = read(new Room(1 << 20, 1), later + 60_000);
        again.expire(later + 60_000);
        again.count(judgement("1", "Coat", "Coat", NOON, 1), later + 60_000);

        assertThat(byKey(again))
                .hasEntrySatisfying(
                        new WindowKey("m@1", WindowSize.MINUTE, NOON),
                        figures -> assertThat(figures.images()).isEqualTo(2));
    }

    /** A version that is not labelled any more would be shown for ever. */
    @Test
    void goAlsoWhereNothingIsJudgedAndTheServiceIsStartedEachHour() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 0);
        windows.changed();
        long hour = Duration.ofHours(1).toMillis();
        windows.expire(hour);
        for (int hours = 1; hours <= 30; hours++) {
            Windows again = read(new Room(1 << 20, 1), hours * hour);
            again.expire((hours + 1) * hour);
        }

        assertThat(entries()).isZero();
    }

    @Test
    void forgetWhatIsOverBeforeTheyCloseOneThatMayChange() {
        Room room = new Room(8_000, 1);
        Windows few = read(room);
        few.count(judgement("1", "Coat", "Coat", NOON, 1), 0);
        few.count(judgement("1", "Coat", "Coat", NOON + 60_000, 1), 0);
        few.changed();
        long over = Duration.ofDays(1).plus(KEPT).toMillis() + 1;
        few.expire(over);
        for (int i = 0; room.used() <= 8_000; i++) {
            few.count(judgement("1", "Coat", "Bag " + i, NOON + over, 1), over);
        }

        assertThat(few.makeRoom(over)).isEmpty();
        assertThat(room.used()).isLessThanOrEqualTo(8_000);
    }

    @Test
    void areClosedWhereThereIsNoRoomThoseFirstThatHaveNotChangedForTheLongestTime() {
        Room room = new Room(8_000, 1);
        Windows few = read(room);
        List<Windows.Evaluated> closed = new ArrayList<>();
        for (int minute = 0; minute < 60; minute++) {
            few.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
            closed.addAll(few.makeRoom(minute));
            assertThat(room.used()).isLessThanOrEqualTo(8_000);
        }

        assertThat(closed).map(one -> one.key().size()).containsOnly(WindowSize.MINUTE);
        assertThat(closed.get(0).key().start()).isEqualTo(NOON);
        assertThat(closed)
                .hasSizeBetween(40, 59)
                .allSatisfy(one -> assertThat(one.figures().images())
                        .as("as it was, for who tells it")
                        .isEqualTo(1));
        assertThat(byKey(few))
                .containsKeys(
                        new WindowKey("m@1", WindowSize.MINUTE, NOON + 59 * 60_000L),
                        new WindowKey("m@1", WindowSize.HOUR, NOON))
                .doesNotContainKeys(closed.stream().map(Windows.Evaluated::key).toArray(WindowKey[]::new));
    }

    /** Figures of a part of its images would take the place of those of all of them. */
    @Test
    void sayNothingMoreOnceTheyAreClosedAlsoAfterAStart() {
        Room none = new Room(0, 1);
        Windows closing = read(none);
        closing.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        assertThat(closing.makeRoom(1_000)).hasSize(3);

        Windows again = read(new Room(1 << 20, 1));
        again.count(judgement("1", "Coat", "Bag", NOON, 1), 2_000);
        again.count(judgement("1", "Coat", "Coat", NOON, -1), 3_000);

        assertThat(again.changed()).isEmpty();
        assertThat(again.recent(1, AFTER)).isEmpty();
    }

    @Test
    void doNotFillTheRoomWithThoseThatAreClosed() {
        Room room = new Room(8_000, 1);
        Windows few = read(room);
        for (int minute = 0; minute < 1_000; minute++) {
            few.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
            few.makeRoom(minute);
        }

        // An entry for each window, and one for each cell.
        assertThat(store.approximateNumEntries()).isLessThan(2 * 8_000 / Windows.WINDOW_BYTES);
        assertThat(byKey(few)).containsKey(new WindowKey("m@1", WindowSize.MINUTE, NOON + 999 * 60_000L));
    }

    @Test
    void leaveToEachTaskItsPartOfTheRoomAndGiveItBack() {
        Room room = new Room(12_000, 2);
        Windows large = read(room);
        for (int minute = 0; minute < 12; minute++) {
            large.count(judgement("1", "Coat", "Coat", NOON + 60_000L * minute, 1), minute);
        }
        Windows small = new Windows(store(), KEPT, room, 0);
        small.count(judgement("2", "Coat", "Coat", NOON, 1), 1);
        assertThat(room.used()).isGreaterThan(12_000);

        assertThat(small.makeRoom(12)).as("it has less than its part").isEmpty();
        assertThat(large.makeRoom(12)).isNotEmpty();
        assertThat(room.used()).isLessThanOrEqualTo(12_000);

        large.close();
        small.close();
        assertThat(room.used()).isZero();
    }

    @Test
    void takeAsMuchOfTheRoomAfterAStartAsBefore() {
        Room before = new Room(1 << 20, 1);
        Windows counted = read(before);
        counted.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        counted.count(judgement("1", "Coat", "Bag", NOON, 1), 1_000);
        counted.count(judgement("1", "Coat", "Bag", NOON, -1), 1_000);

        Room after = new Room(1 << 20, 1);
        Windows unused = read(after);

        assertThat(after.used()).isEqualTo(before.used()).isPositive();
    }

    /** There may be as many cells as there are minutes and pairs of classes; each name is there once. */
    @Test
    void haveTheNamesOfClassesOnce() {
        windows.count(judgement("1", "Coat", new String("Coat"), NOON, 1), 1_000);
        windows.count(judgement("1", new String("Coat"), "Coat", NOON + 60_000, 1), 1_000);

        for (Windows one : List.of(windows, read(new Room(1 << 20, 1)))) {
            assertThat(one.recent(2, AFTER)).hasSize(4).allSatisfy(window -> {
                assertThat(window.figures().confusions().firstKey()).isSameAs("Coat");
                assertThat(window.figures().confusions().values())
                        .allSatisfy(row -> assertThat(row.firstKey()).isSameAs("Coat"));
            });
        }
    }

    @Test
    void takeNothingBackThatIsNotThere() {
        windows.count(judgement("1", "Coat", "Coat", NOON, -1), 1_000);

        assertThat(windows.changed()).isEmpty();
        assertThat(store.approximateNumEntries()).isZero();
    }

    @Test
    void takeNothingBackFromAWindowThatBeganAnew() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Bag", "Coat", NOON, -1), 1_000);

        assertThat(byKey(windows).values())
                .hasSize(3)
                .allSatisfy(figures -> assertThat(figures.confusions()).hasToString("{Coat={Coat=1}}"));
    }

    /** A wrong clock would hide all that comes before it is right. */
    @Test
    void areTheNewestOnlyIfTheyHaveBegun() {
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 1_000);
        windows.count(judgement("1", "Coat", "Coat", NOON + 86_400_000, 1), 2_000);

        assertThat(windows.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON), AFTER))
                .isTrue();
        assertThat(windows.recent(1, AFTER)).hasSize(3);
        assertThat(windows.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON), AFTER + 86_400_000))
                .isFalse();
    }

    @Test
    void findTheNewestThatIsLeft() {
        windows.count(judgement("1", "Coat", "Coat", NOON + 60_000, 1), 1_000);
        windows.count(judgement("1", "Coat", "Coat", NOON, 1), 2_000);
        windows.expire(1_001 + 60_000 + KEPT.toMillis());

        assertThat(windows.isNewest(new WindowKey("m@1", WindowSize.MINUTE, NOON), AFTER))
                .isTrue();
    }

    /** Of the windows. */
    private long entries() {
        return store.approximateNumEntries() - (store.get(Presence.KEY) == null ? 0 : 1);
    }

    private Windows read(Room room) {
        return read(room, 0);
    }

    private Windows read(Room room, long now) {
        return new Windows(store, KEPT, room, now);
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
