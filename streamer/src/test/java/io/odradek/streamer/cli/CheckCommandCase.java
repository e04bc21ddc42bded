package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.model.TestModels;

/** Lines of {@code check}, good and bad, on a broker without an authorizer. */
abstract class CheckCommandCase extends CommandCase {
    CommandRun check(String... more) {
        String[] all = new String[more.length + 1];
        all[0] = "--model-name=" + TestModels.NAME;
        System.arraycopy(more, 0, all, 1, more.length);
        return run("check", all);
    }

    /** The output of a check of which something failed. */
    String failed() {
        CommandRun run = check();
        assertThat(run.code()).as(run.toString()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        return run.out();
    }
}
