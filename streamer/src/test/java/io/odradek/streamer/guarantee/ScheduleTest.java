package io.odradek.streamer.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final List<Fault> ALL = List.of(Fault.values());

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        List<Strike> strikes = Schedule.of(7, ALL, Duration.ofMinutes(4));

        assertThat(Schedule.of(7, ALL, Duration.ofMinutes(4))).isEqualTo(strikes);
        assertThat(Schedule.of(8, ALL, Duration.ofMinutes(4))).isNotEqualTo(strikes);
    }

    @Test
    void dependsOnWhichFaultsThereAreAndNotOnTheirOrder() {
        List<Fault> some = List.of(Fault.SIGTERM, Fault.NETWORK_CUT, Fault.LEADER_LOSS);
        List<Fault> turned = List.of(Fault.LEADER_LOSS, Fault.SIGTERM, Fault.NETWORK_CUT);

        assertThat(Schedule.of(3, some, Duration.ofMinutes(1)))
                .isEqualTo(Schedule.of(3, turned, Duration.ofMinutes(1)));
    }

    @Test
    void hasEachFaultAloneAndPairsOfDifferentPartsHoweverShortTheTime() {
        for (long seed : LongStream.range(0, 50).toArray()) {
            List<Strike> strikes = Schedule.of(seed, ALL, Duration.ZERO);

            Set<Fault> alone = EnumSet.noneOf(Fault.class);
            Set<Strike> pairs = new HashSet<>();
            for (Strike strike : strikes) {
                if (strike.faults().size() == 1) {
                    alone.addAll(strike.faults());
                } else {
                    pairs.add(strike);
                }
            }
            assertThat(alone).containsExactlyInAnyOrder(Fault.values());
            assertThat(pairs)
                    .hasSize(3)
                    .allSatisfy(pair -> assertThat(pair.faults())
                            .extracting(Fault::part)
                            .doesNotHaveDuplicates()
                            .hasSize(2));
        }
    }

    @Test
    void holdsEachFaultForLongerThanASession() {
        assertThat(Schedule.of(1, ALL, Duration.ofMinutes(20)))
                .allSatisfy(strike -> assertThat(strike.hold()).isGreaterThan(Duration.ofSeconds(3)));
    }

    @Test
    void fillsTheTimeThatThereIs() {
        Duration time = Duration.ofMinutes(20);

        Duration length = Schedule.length(Schedule.of(1, ALL, time));

        assertThat(length).isBetween(time, time.plusSeconds(10));
    }

    @Test
    void repeatsTheOnlyFaultThatThereIs() {
        List<Strike> strikes = Schedule.of(1, List.of(Fault.SIGKILL), Duration.ofMinutes(1));

        assertThat(strikes)
                .hasSizeBetween(10, 18)
                .allSatisfy(strike -> assertThat(strike.faults()).containsExactly(Fault.SIGKILL));
    }

    @Test
    void namesFaultsAsPeopleWriteThem() {
        assertThat(new Strike(Arrays.asList(Fault.LEADER_LOSS, Fault.SIGKILL), 1, Duration.ofSeconds(4)))
                .hasToString("leader-loss + sigkill");
    }
}
