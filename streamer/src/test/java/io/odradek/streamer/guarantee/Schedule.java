package io.odradek.streamer.guarantee;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What breaks when: a pure function of the seed, so that a failure can be played again. First each fault alone, in an order
 * by chance; then pairs of different parts, and as long as there is time single faults and pairs in turns.
 */
final class Schedule {
    /** Longer than a streamer's session of 3 s. */
    private static final int LEAST_HOLD_MILLIS = 3_300;

    private static final int MOST_HOLD_MILLIS = 4_500;
    private static final int PAIRS = 3;

    private Schedule() {}

    /**
     * The strikes of one phase, at least each fault once and three pairs.
     *
     * @param kinds what may break, not empty
     * @param time what they should take in all
     */
    static List<Strike> of(long seed, Collection<Fault> kinds, Duration time) {
        Random random = new Random(seed);
        List<Fault> singles = new ArrayList<>(kinds);
        Collections.sort(singles);
        Collections.shuffle(singles, random);
        List<List<Fault>> pairs = pairs(singles, random);
        List<Strike> strikes = new ArrayList<>();
        singles.forEach(fault -> strikes.add(strike(List.of(fault), random)));
        pairs.stream().limit(PAIRS).forEach(pair -> strikes.add(strike(pair, random)));
        for (int i = PAIRS; length(strikes).compareTo(time) < 0; i++) {
            boolean single = pairs.isEmpty() || i % 3 == 0;
            strikes.add(strike(
                    single ? List.of(singles.get(random.nextInt(singles.size()))) : pairs.get(i % pairs.size()),
                    random));
        }
        return strikes;
    }

    private static List<List<Fault>> pairs(List<Fault> kinds, Random random) {
        List<List<Fault>> pairs = new ArrayList<>();
        for (Fault one : kinds) {
            for (Fault other : kinds) {
                if (one.compareTo(other) < 0 && one.part() != other.part()) {
                    pairs.add(List.of(one, other));
                }
            }
        }
        Collections.shuffle(pairs, random);
        return pairs;
    }

    private static Strike strike(List<Fault> faults, Random random) {
        int hold = LEAST_HOLD_MILLIS + random.nextInt(MOST_HOLD_MILLIS - LEAST_HOLD_MILLIS);
        return new Strike(faults, random.nextInt(1_000), Duration.ofMillis(hold));
    }

    /** What strikes take by themselves; what they break takes longer. */
    static Duration length(List<Strike> strikes) {
        return strikes.stream().map(Strike::hold).reduce(Duration.ZERO, Duration::plus);
    }
}
