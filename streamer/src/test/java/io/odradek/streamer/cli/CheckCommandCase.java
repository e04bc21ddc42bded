package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.model.TestModels;
import java.util.ArrayList;
import java.util.List;

/** Lines of {@code check}, good and bad, on a broker without an authorizer. */
abstract class CheckCommandCase extends CommandCase {
    CommandRun check(String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.add("--model-name=" + TestModels.NAME);
        return run("check", unprobed(all));
    }

    /** The output of a check of which something failed. */
    String failed(String... more) {
        CommandRun run = check(more);
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        return run.out();
    }
}
