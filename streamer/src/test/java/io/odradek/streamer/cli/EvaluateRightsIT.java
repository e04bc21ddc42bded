package io.odradek.streamer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Topics;
import io.odradek.streamer.config.Setting;
import io.odradek.streamer.kit.HttpPort;
import io.odradek.streamer.kit.RunningStreamer;
import io.odradek.streamer.kit.SecuredKafka;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.model.TestModels;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

/** {@code streamer evaluate} by a user who may do what {@code OPERATIONS.md} lists, and no more. */
class EvaluateRightsIT extends SecuredKafkaCase {
    private final HttpPort http = new HttpPort();

    @Test
    void needsTheDocumentedRightsAndSaysWhichAreMissing() throws Exception {
        Topics.create(
                kafka.cluster().bootstrapServers(),
                List.of(
                        topic("labels"),
                        topic("labels-dlq"),
                        topic("evaluations").configs(Map.of("cleanup.policy", "compact"))));
        // The streamer's, which a user of the evaluation alone has not.
        for (AclBinding rule : kafka.rules()) {
            if (rule.pattern().name().equals("models") && rule.entry().operation() == AclOperation.READ) {
                kafka.forbid(rule);
            }
        }
        try (StreamerProcess refused = evaluate()) {
            assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED.code());
            assertThat(refused.output())
                    .contains(
                            "streamer: User:odradek lacks rights in Kafka: topic predictions does not allow Read; topic"
                                    + " labels does not allow Read; topic models does not allow Read; topic labels-dlq does"
                                    + " not allow Write, DescribeConfigs; topic evaluations does not allow Write,"
                                    + " DescribeConfigs; topics odradek-evaluate-* does not allow Read, Write, Create, Delete,"
                                    + " DescribeConfigs; group odradek-evaluate does not allow Read")
                    .contains("--add --allow-principal User:odradek --operation Read --topic predictions\n")
                    .contains(
                            "--operation DescribeConfigs --topic odradek-evaluate- --resource-pattern-type prefixed\n")
                    .contains("--operation Read --group odradek-evaluate\n");
        }

        kafka.allow(SecuredKafka.needed("rights:evaluate"));
        Map<Setting, String> settings = settings("LOGIN");
        try (StreamerProcess evaluator = evaluate();
                RunningStreamer streamer = RunningStreamer.start(settings, kafka.pasted("secured:scram"))) {
            streamer.awaitModel("0");
            kafka.cluster().send(new ProducerRecord<>("images", TestModels.image(1)));
            kafka.cluster()
                    .send(new ProducerRecord<>(
                            "labels",
                            "{\"label\":\"one\",\"source\":{\"topic\":\"images\",\"partition\":0,\"offset\":0}}"
                                    .getBytes(UTF_8)));
            kafka.cluster().send(new ProducerRecord<>("labels", new byte[0]));
            await(() -> {
                assertThat(evaluator.isAlive()).as(evaluator.output()).isTrue();
                return kafka.cluster().read("evaluations").size() == 3
                        && kafka.cluster().read("labels-dlq").size() == 1;
            });
            // The right to read models, too.
            assertThat(evaluator.output()).doesNotContain("are unknown");
            assertThat(evaluator.terminate()).isEqualTo(ExitCode.TERMINATED.code());
        }
    }

    private StreamerProcess evaluate() throws Exception {
        return StreamerProcess.start(
                dir.resolve("evaluate.log"),
                Map.of(),
                arguments(
                        "evaluate",
                        kafka.pasted("secured:scram"),
                        "LOGIN",
                        "--http-port=" + http.number(),
                        "--evaluate-seconds=1",
                        "--threads=1"));
    }

    private static NewTopic topic(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty());
    }
}
