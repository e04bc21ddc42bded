package io.odradek.streamer.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The guarantee run as {@code deploy/guarantee.sh} does it, with strikes for five minutes, which take
 * twice as long with what they break: each fault alone and some in pairs, under both
 * promises. {@code -Dguarantee.minutes=240} makes it hours.
 */
class GuaranteeIT {
    private static final int IMAGES = 20_000;

    @Test
    void accountsForEveryImageWhateverBreaks() {
        Options options = new Options(
                Long.getLong("guarantee.seed", 1), Integer.getInteger("guarantee.minutes", 5), List.of(), IMAGES);

        Summary summary = new Run(options, Path.of("target", "guarantee"), System.err).run();

        System.err.println(summary.table());
        assertThat(summary.broken()).as(options.replay(options.seed())).isEmpty();
        assertThat(summary.phases()).allSatisfy(phase -> {
            assertThat(phase.account().images()).isGreaterThanOrEqualTo(IMAGES);
            assertThat(phase.account().versions()).hasSizeGreaterThan(10);
        });
        for (Fault fault : Fault.values()) {
            assertThat(summary.times(fault))
                    .as("%s", fault)
                    .isGreaterThanOrEqualTo(summary.skipped().containsKey(fault) ? 0 : Promise.values().length);
        }
        assertThat(summary.unsafeVariantLost()).isPositive();
    }
}
