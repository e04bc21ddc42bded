package io.odradek.chart;

import static io.odradek.chart.Manifests.at;
import static io.odradek.chart.Manifests.map;
import static io.odradek.chart.Manifests.maps;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.Test;

/** The example for Strimzi. {@code SecuredKafkaIT} lets the real streamer judge its topics and rights. */
class StrimziExampleTest {
    private static final Path OPERATIONS = Path.of("..", "streamer", "OPERATIONS.md");

    @Test
    void isValidByStrimzisModels() {
        assertThat(StrimziExample.manifests().all())
                .hasSize(8)
                .allSatisfy(m -> assertThat(JavaModels.complaint(m)).isEmpty());
    }

    @Test
    void strimzisModelsFindAFault() {
        Map<String, Object> topic =
                StrimziExample.manifests().of(Kind.KafkaTopic).get(0);
        map(topic.get("spec")).put("partition", 3);
        assertThat(JavaModels.complaint(topic))
                .hasValueSatisfying(c -> assertThat(c).contains("partition"));

        Map<String, Object> user = StrimziExample.manifests().of(Kind.KafkaUser).get(0);
        map(maps(at(user, "spec.authorization.acls")).get(0).get("resource")).put("pattern", "prefix");
        assertThat(JavaModels.complaint(user))
                .hasValueSatisfying(c -> assertThat(c).contains("pattern"));
    }

    @Test
    void theStreamersRightsAreTheDocumentedOnesAndNoOthers() {
        Set<String> expected = new TreeSet<>();
        String block = Pattern.compile("<!-- /?rights -->").split(Chart.read(OPERATIONS), -1)[1];
        for (String line :
                block.lines().filter(l -> l.contains("kafka-acls.sh")).toList()) {
            List<String> words = List.of(line.strip().split(" +"));
            String pattern = line.contains("prefixed") ? "PREFIXED" : "LITERAL";
            for (int w = 0; w < words.size(); w++) {
                if (Set.of("--topic", "--group", "--transactional-id").contains(words.get(w))) {
                    String type = words.get(w).substring(2).replace('-', '_').toUpperCase(java.util.Locale.ROOT);
                    for (int o = 0; o < words.size(); o++) {
                        if (words.get(o).equals("--operation")) {
                            expected.add(type + " " + words.get(w + 1) + " " + pattern + " "
                                    + StrimziExample.constant(words.get(o + 1)));
                        }
                    }
                }
            }
        }

        Set<String> actual = new TreeSet<>();
        StrimziExample.rules("odradek")
                .forEach(rule -> actual.add(rule.pattern().resourceType() + " "
                        + rule.pattern().name() + " " + rule.pattern().patternType() + " "
                        + rule.entry().operation()));

        assertThat(actual).hasSizeGreaterThan(10).isEqualTo(expected);
    }

    @Test
    void whoPublishesMayDoThatAlone() {
        assertThat(StrimziExample.rules("odradek-trainer"))
                .hasSize(3)
                .allMatch(rule ->
                        rule.pattern().name().equals("models") && rule.pattern().patternType() == PatternType.LITERAL);
    }

    @Test
    void fitsItsValues() {
        Map<String, Object> values = Chart.yaml(Chart.example("strimzi"));

        assertThat(StrimziExample.topics())
                .filteredOn(t -> t.name().equals("images"))
                .extracting(NewTopic::numPartitions)
                .containsExactly((int) at(values, "kafka.imagesPartitions"));
        assertThat(StrimziExample.manifests().of(Kind.KafkaUser))
                .extracting(u -> at(u, "metadata.name"))
                .contains(at(values, "kafka.tls.clientSecret.name"), at(values, "trainer.kafka.clientSecret"));
        assertThat(StrimziExample.manifests().all())
                .allSatisfy(m -> assertThat((String) at(values, "kafka.bootstrapServers"))
                        .startsWith(map(at(m, "metadata.labels")).get("strimzi.io/cluster") + "-kafka-bootstrap"));
    }
}
