package io.odradek.chart;

import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of the chart's README and of the top one, which people copy. */
class ReadmeTest {
    private static final String README = Chart.read(Chart.DIRECTORY.resolve("README.md"));
    private static final String WHOLE = README + Chart.read(Path.of("..", "README.md"));
    private static final Pattern INSTALL = Pattern.compile("(?m)^ {4}helm .*\\binstall odradek .*$");
    private static final Pattern VALUE = Pattern.compile("--set ([a-zA-Z.]+)=(\\S+)");

    @Test
    void installationsFetchTheImagesThatWerePushed() {
        List<String> pushed = Pattern.compile("(?m)^ {4}docker push (\\S+-cuda)$")
                .matcher(README)
                .results()
                .map(push -> push.group(1))
                .toList();
        List<String> installs =
                INSTALL.matcher(WHOLE).results().map(line -> line.group()).toList();

        assertThat(installs).hasSize(3).allSatisfy(install -> {
            String[] values = VALUE.matcher(install)
                    .results()
                    .map(set -> nested(set.group(1), set.group(2)))
                    .toArray(String[]::new);
            assertThat(container(Chart.render(values).streamer()))
                    .containsEntry("image", "registry.example.com/odradek-streamer:0.1.0");
        });
        assertThat(pushed).containsExactly((String) container(Chart.render(
                                "imageRegistry: registry.example.com",
                                "trainer: {job: {enabled: true}, data: {fetch: true}, gpu: {count: 1}}")
                        .pods()
                        .stream()
                        .filter(pod -> !maps(pod.get("initContainers")).isEmpty())
                        .findFirst()
                        .orElseThrow())
                .get("image"));
    }

    /** As YAML what Helm takes as {@code a.b=c}. */
    private static String nested(String path, String value) {
        String yaml = value.equals("true") ? value : "'" + value + "'";
        List<String> keys = List.of(path.split("\\.", -1));
        for (int i = keys.size() - 1; i >= 0; i--) {
            yaml = "{" + keys.get(i) + ": " + yaml + "}";
        }
        return yaml;
    }
}
