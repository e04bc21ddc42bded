package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.kit.Cluster;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** One run of the real command line in this JVM. */
record CommandRun(int code, String out, String err) {
    static CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = StreamerCommand.commandLine(new RunCommand(), new EvaluateCommand());
        commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(arguments);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** With the address of the cluster. */
    static CommandRun on(Cluster cluster, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--bootstrap-servers=" + cluster.bootstrapServers());
        return of(all.toArray(new String[0]));
    }

    /** Fails unless it went well; what it printed. */
    String done() {
        assertThat(code).as(this.toString()).isZero();
        return out;
    }

    /** Fails unless it was refused, without a stack trace; what it complained. */
    String refused() {
        assertThat(code).as(this.toString()).isEqualTo(1);
        assertThat(err).doesNotContain("\tat ").doesNotContain("unexpected failure");
        return err;
    }

    JsonObject json() {
        return JsonParser.parseString(out).getAsJsonObject();
    }
}
