package io.odradek.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class InProcessBrokerIT {
    @Test
    void keepsItsDataAndPortOverARestart() throws Exception {
        // Given
        try (InProcessBroker broker = new InProcessBroker().start()) {
            Topics.create(broker.bootstrapServers(), List.of(new NewTopic("t", 2, (short) 1)));
            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>("t", 1, "key", "value")).get();
            }

            // When
            broker.stop();
            broker.start();

            // Then
            assertThat(Topics.readAll(broker.bootstrapServers(), "t"))
                    .singleElement()
                    .satisfies(r -> {
                        assertThat(r.partition()).isEqualTo(1);
                        assertThat(new String(r.value(), StandardCharsets.UTF_8))
                                .isEqualTo("value");
                    });
        }
    }
}
