package io.odradek.streamer.guarantee;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Faults that begin together.
 *
 * @param faults one or two
 * @param pick which streamer, broker or partition, at least 0
 * @param hold until they are mended
 */
record Strike(List<Fault> faults, int pick, Duration hold) {
    @Override
    public String toString() {
        return faults.stream().map(Fault::tag).collect(Collectors.joining(" + "));
    }
}
