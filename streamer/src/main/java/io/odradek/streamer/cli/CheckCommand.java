package io.odradek.streamer.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.odradek.streamer.check.Check;
import io.odradek.streamer.contract.OneLine;
import io.odradek.streamer.topics.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code check}. */
@Command(
        name = "check",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Check everything around the streamer, and change nothing.",
            "",
            "Connection, access, topics, partitions, sizes, timestamps, retention, replication, consumer group, and the"
                    + " model in force, which must pass admission here. One line each: ok, warn or FAIL, what was found,"
                    + " and below it the command that mends it. Give it the settings that you give to run.",
            "",
            "A model that the pointer refers to elsewhere is fetched and tried, and kept nowhere; with --model-path that file"
                    + " is tried. FILE in a command is the properties file with your security settings.",
            ""
        },
        footer = {
            "",
            "--json: {schema, ok, findings: [{level: ok|warn|fail, subject, what, fix}]}",
            "",
            "Example:  streamer check --bootstrap-servers kafka:9092 --processing-guarantee exactly_once_v2",
            "",
            "Exit codes: 0 nothing failed, 1 something did, 2 wrong usage or setting."
        })
final class CheckCommand extends ConfiguredCommand {
    @Option(names = "--json", description = "print JSON instead of lines")
    private boolean json;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        new Check(config(), finding -> {
                    findings.add(finding);
                    if (!json) {
                        print(line(finding) + "\n");
                    }
                })
                .run();
        boolean ok = findings.stream().noneMatch(Finding::failed);
        if (json) {
            print(report(ok, findings));
        } else {
            print(summary(findings) + "\n");
        }
        return ok ? 0 : 1;
    }

    private static String line(Finding finding) {
        String level = finding.failed() ? "FAIL" : finding.level().name().toLowerCase(Locale.ROOT);
        return String.format(
                Locale.ROOT,
                "%-4s  %s: %s%s",
                level,
                finding.subject(),
                OneLine.of(finding.what()),
                finding.fix().isEmpty() ? "" : "\n        " + finding.fix());
    }

    private static String summary(List<Finding> findings) {
        StringBuilder text = new StringBuilder();
        for (Finding.Level level : Finding.Level.values()) {
            long count = findings.stream().filter(f -> f.level() == level).count();
            text.append(text.isEmpty() ? "" : ", ")
                    .append(count)
                    .append(' ')
                    .append(level == Finding.Level.FAIL ? "FAIL" : level.name().toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }

    private static JsonObject report(boolean ok, List<Finding> findings) {
        JsonArray array = new JsonArray();
        for (Finding finding : findings) {
            JsonObject entry = new JsonObject();
            entry.addProperty("level", finding.level().name().toLowerCase(Locale.ROOT));
            entry.addProperty("subject", finding.subject());
            entry.addProperty("what", finding.what());
            entry.addProperty("fix", finding.fix());
            array.add(entry);
        }
        JsonObject json = new JsonObject();
        json.addProperty("schema", 1);
        json.addProperty("ok", ok);
        json.add("findings", array);
        return json;
    }
}
