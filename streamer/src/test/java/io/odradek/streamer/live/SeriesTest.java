package io.odradek.streamer.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final AtomicLong sequence = new AtomicLong(100);
    private final Series series = new Series(sequence::incrementAndGet);

    @Test
    void givesWhatIsNewAndWhereItBegins() {
        add(1_000, 5, 0.004);
        add(1_001, 6, null);

        assertThat(json(0).toString())
                .isEqualTo(
                        "{\"from\":1000,\"answered\":[5,6],\"rejected\":[1,1],\"p50\":[0.004,null],\"p99\":[0.004,null]}");
        assertThat(json(101).toString())
                .isEqualTo("{\"from\":1001,\"answered\":[6],\"rejected\":[1],\"p50\":[null],\"p99\":[null]}");
        assertThat(json(102).toString())
                .isEqualTo("{\"from\":1002,\"answered\":[],\"rejected\":[],\"p50\":[],\"p99\":[]}");
    }

    @Test
    void isThereBeforeTheFirstSecond() {
        assertThat(json(0).get("from").getAsLong()).isZero();
    }

    @Test
    void hasNoGapWhereASecondWasMissed() {
        add(1_000, 5, null);
        add(1_003, 8, null);

        assertThat(json(0).getAsJsonArray("answered").toString()).isEqualTo("[5,0,0,8]");
        assertThat(series.points()).extracting(Series.Point::seq).containsExactly(101L, 102L, 103L, 104L);
    }

    @Test
    void putsTwoLooksOfOneSecondBesideEachOther() {
        add(1_000, 5, null);
        add(1_000, 6, null);
        add(1_002, 7, null);

        assertThat(series.points()).extracting(Series.Point::second).containsExactly(1_000L, 1_001L, 1_002L);
    }

    @Test
    void losesNothingWhenLooksComeTogetherAfterTheProcessStoodStill() {
        add(1_000, 5, null);
        add(1_004, 60, null);
        add(1_004, 1, null);
        add(1_004, 2, null);
        add(1_004, 3, null);
        add(1_005, 4, null);

        assertThat(json(0).getAsJsonArray("answered").toString()).isEqualTo("[5,0,0,0,60,1,2,3,4]");
    }

    @Test
    void beginsAnewWhenTheClockWasSet() {
        add(5_000, 5, null);
        add(1_000, 6, null);
        assertThat(series.points()).extracting(Series.Point::second).containsExactly(1_000L);

        add(900_000, 7, null);
        assertThat(series.points()).extracting(Series.Point::second).containsExactly(900_000L);
    }

    @Test
    void holdsFiveMinutes() {
        for (int second = 0; second < 1_000; second++) {
            add(second, second, null);
        }

        List<Series.Point> points = series.points();
        assertThat(points).hasSize(300);
        assertThat(points.get(0).second()).isEqualTo(700);
    }

    private void add(long second, long answered, @Nullable Double age) {
        series.add(second, new Second(answered, 1, age, age, Map.of(), Map.of()));
    }

    private JsonObject json(long after) {
        return Series.json(series.points(), after);
    }
}
