package io.odradek.streamer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.broker.FreePort;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** An answer that Kafka does not take in time must end the process: Kafka Streams would go on, and could skip images. */
class FailedAnswerTest {
    private final FreePort nobody = new FreePort();

    @Test
    void isNoFailureThatKafkaStreamsWouldGoOnAfter() throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", "127.0.0.1:" + nobody.number(), "max.block.ms", 50L);
        CompletableFuture<Exception> told = new CompletableFuture<>();

        try (Producer<byte[], byte[]> producer = new AnswerProducer(settings, new Handover(), false, () -> {})) {
            Future<?> unused = producer.send(
                    new ProducerRecord<>("predictions", new byte[1]), (metadata, failure) -> told.complete(failure));
            Exception failure = told.get(60, TimeUnit.SECONDS);

            assertThat(failure)
                    .isNotInstanceOf(RetriableException.class)
                    .hasMessageStartingWith("Kafka has not taken an answer: ")
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }
}
