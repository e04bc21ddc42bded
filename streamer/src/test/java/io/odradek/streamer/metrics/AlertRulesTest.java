package io.odradek.streamer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.odradek.streamer.kit.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alert rules, by Prometheus' own checker, and against the metrics that there really are. */
class AlertRulesTest {
    private static final Path DIRECTORY = Path.of("..", "deploy", "prometheus");

    @Test
    void passTheirTests() throws Exception {
        requirePromtool();

        assertThat(promtool("check", "rules", "odradek-rules.yml")).contains("SUCCESS: 4 rules found");
        assertThat(promtool("test", "rules", "odradek-rules.test.yml")).contains("SUCCESS");
    }

    @Test
    void nameMetricsThatThereAre() throws IOException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        StreamerMetrics metrics = new StreamerMetrics(registry.getPrometheusRegistry(), false);
        metrics.topic("images").breaker(() -> true, () -> 1);
        metrics.paused(() -> true);
        String scraped = registry.scrape();

        Matcher named =
                Pattern.compile("\\bodradek_[a-z_]+").matcher(Files.readString(DIRECTORY.resolve("odradek-rules.yml")));
        Set<String> names = new TreeSet<>();
        while (named.find()) {
            names.add(named.group());
        }

        assertThat(names).hasSize(4).allSatisfy(name -> assertThat(scraped).containsPattern("(?m)^" + name + "[ {]"));
    }

    private static String promtool(String... arguments) throws Exception {
        Process process = new ProcessBuilder(Stream.concat(Stream.of("promtool"), Stream.of(arguments))
                        .toList())
                .directory(DIRECTORY.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static void requirePromtool() {
        boolean there = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "promtool")));
        Requirement.need(there, "promtool is not installed");
    }
}
