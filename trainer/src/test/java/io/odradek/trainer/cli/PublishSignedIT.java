package io.odradek.trainer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.Broker;
import io.odradek.broker.TestBrokers;
import io.odradek.broker.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed models on a real broker, through the command line. */
class PublishSignedIT {
    private static final Path FIXTURE = Path.of("..", "deploy", "contract", "fashion-mnist-seed.onnx");

    @TempDir
    Path dir;

    private final Console console = new Console();

    @Test
    void publishesSignedBytesOnceAndNeverWithAnotherSignature() throws IOException {
        // Given
        console.run("keygen", "--out", dir.resolve("ours").toString());
        console.run("keygen", "--out", dir.resolve("theirs").toString());
        try (Broker broker = TestBrokers.start(Map.of())) {
            Topics.create(
                    broker.bootstrapServers(),
                    List.of(new NewTopic("models", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))));

            // When
            int first =
                    publish(broker, "--sign", dir.resolve("ours.private.pem").toString());
            int again =
                    publish(broker, "--sign", dir.resolve("ours.private.pem").toString());
            int byAnother =
                    publish(broker, "--sign", dir.resolve("theirs.private.pem").toString());
            int unsigned = publish(broker);

            // Then
            assertThat(List.of(first, again, byAnother, unsigned))
                    .as(console.err())
                    .containsExactly(0, 0, 1, 1);
            assertThat(console.out()).contains("was published already fashion-mnist@seed-6-epochs");
            assertThat(console.err())
                    .hasLineCount(2)
                    .contains("already has this model as fashion-mnist@seed-6-epochs, but without a signature");
            byte[] fixture = Files.readAllBytes(FIXTURE);
            List<ConsumerRecord<byte[], byte[]>> records = Topics.readAll(broker.bootstrapServers(), "models");
            assertThat(records).singleElement().satisfies(record -> {
                assertThat(record.value()).hasSize(fixture.length + 111);
                assertThat(Arrays.copyOf(record.value(), fixture.length)).isEqualTo(fixture);
            });
        }
    }

    private int publish(Broker broker, String... more) {
        List<String> arguments = new java.util.ArrayList<>(
                List.of("publish", FIXTURE.toString(), "--bootstrap-servers", broker.bootstrapServers()));
        arguments.addAll(List.of(more));
        return console.run(arguments.toArray(new String[0]));
    }
}
