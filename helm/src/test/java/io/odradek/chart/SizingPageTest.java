package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.container;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The values at the end of {@code streamer plan}, as {@code deploy/sizing.md} shows them. */
class SizingPageTest {
    private static final Path PAGE = Path.of("..", "deploy", "sizing.md");

    @Test
    void theValuesOfAPlanAreThoseOfTheChart() {
        Manifests manifests = Chart.render(values());

        assertThat(at(manifests.only(Kind.Deployment), "spec.replicas")).isEqualTo(4);
        Map<String, Object> container = container(manifests.streamer());
        assertThat(container)
                .extractingByKey("resources")
                .isEqualTo(Map.of(
                        "requests", Map.of("cpu", "1628m", "memory", "1024Mi"), "limits", Map.of("memory", "1024Mi")));
        assertThat(maps(container.get("env")))
                .contains(
                        Map.of("name", "ODRADEK_THREADS", "value", "2"),
                        Map.of("name", "ODRADEK_PROCESSING_GUARANTEE", "value", "at_least_once"),
                        Map.of("name", "ODRADEK_CREATE_PARTITIONS", "value", "16"),
                        Map.of("name", "ODRADEK_CREATE_REPLICATION", "value", "3"));
    }

    @Test
    void theChartFindsNoReplicaIdle() {
        assertThat(Chart.notes(values())).doesNotContain("would have no partition");
        assertThat(Chart.notes(values().replace("replicas: 4", "replicas: 9"))).contains("would have no partition");
    }

    private static String values() {
        String page = Chart.read(PAGE);
        int from = page.indexOf("      kafka:\n");
        return page.substring(from, page.indexOf("\n\n", from)).stripIndent();
    }
}
