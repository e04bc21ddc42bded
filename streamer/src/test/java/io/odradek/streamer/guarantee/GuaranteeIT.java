package io.odradek.streamer.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.odradek.streamer.kit.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The guarantee run as {@code deploy/guarantee.sh} does it, with strikes for five minutes, which take
 * twice as long with what they break: each fault alone and some in pairs, under both
 * promises. {@code -Dguarantee.minutes=240} makes it hours.
 */
class GuaranteeIT {
    /** Where the script has it too. */
    private static final Path OUT = Path.of("..", "target", "guarantee");

    @Test
    void accountsForEveryImageWhateverBreaks() throws IOException {
        Options options = new Options(
                Long.getLong("guarantee.seed", 1),
                Integer.getInteger("guarantee.minutes", 5),
                List.of(),
                Options.IMAGES);

        Summary summary = new Run(options, OUT, System.err).run();

        System.err.println(summary.table());
        assertThat(summary.broken()).as(options.replay(summary.lastSeed())).isEmpty();
        assertThat(summary.phases()).allSatisfy(phase -> {
            assertThat(phase.account().images()).isGreaterThanOrEqualTo(Options.IMAGES);
            assertThat(phase.account().versions()).hasSizeGreaterThan(10);
        });
        for (Fault fault : Fault.values()) {
            assertThat(summary.times(fault))
                    .as("%s", fault)
                    .isGreaterThanOrEqualTo(summary.skipped().containsKey(fault) ? 0 : Promise.values().length);
        }
        assertThat(summary.unsafeVariantLost()).isPositive();
        assertThat(JsonParser.parseString(Files.readString(OUT.resolve("summary.json")))
                        .getAsJsonObject()
                        .keySet())
                .containsAll(SummaryTest.NAMES);
        // Last, since elsewhere than on the build server it skips what has passed.
        Requirement.need(summary.skipped().isEmpty(), "not every fault could be played: " + summary.skipped());
    }
}
