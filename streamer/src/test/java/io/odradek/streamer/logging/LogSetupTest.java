package io.odradek.streamer.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.config.LogFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log of this very process. */
class LogSetupTest {
    private static final Logger LOG = LoggerFactory.getLogger("io.odradek.flood");
    private static final int LINES = 100;

    @Test
    void keepsAFloodShortAndCountsTheRest() {
        List<String> lines = written(LogFormat.TEXT, () -> {
            for (int i = 0; i < LINES; i++) {
                LOG.warn("image {} has no result", i);
            }
            LogSetup.flush();
        });

        assertThat(lines).hasSize(FloodFilter.LINES + 1);
        assertThat(lines.get(0)).matches("\\S+Z WARN  flood image 0 has no result");
        assertThat(lines.get(FloodFilter.LINES))
                .endsWith("flood " + (LINES - FloodFilter.LINES)
                        + " more lines like this were left out within a minute: image {} has no result");
    }

    @Test
    void leavesOutWhatAProducerSendsAgainBetweenTwoTransactionsAndNothingElse() {
        Logger sender = LoggerFactory.getLogger("org.apache.kafka.clients.producer.internals.Sender");
        String transactional = "[Producer clientId=a, transactionalId=a-1] ";
        String text =
                "Got error produce response with correlation id {} on topic-partition {}, retrying ({} attempts left)."
                        + " Error: {}";

        List<String> lines = written(LogFormat.TEXT, () -> {
            sender.warn(transactional + text, 1, "t-0", 9, "CONCURRENT_TRANSACTIONS");
            sender.warn(transactional + text, 2, "t-0", 9, "OUT_OF_ORDER_SEQUENCE_NUMBER. Error Message: late");
            // Without a transaction it may be lost records; another error is another matter; nor is a last try this.
            sender.warn("[Producer clientId=a] " + text, 3, "t-0", 9, "OUT_OF_ORDER_SEQUENCE_NUMBER");
            sender.warn(transactional + text, 4, "t-0", 9, "NOT_LEADER_OR_FOLLOWER");
            sender.error(transactional + "giving up: OUT_OF_ORDER_SEQUENCE_NUMBER");
            LOG.warn(transactional + text, 5, "t-0", 9, "CONCURRENT_TRANSACTIONS");
        });

        assertThat(lines)
                .hasSize(4)
                .satisfiesExactly(
                        line -> assertThat(line).contains("correlation id 3"),
                        line -> assertThat(line).contains("correlation id 4"),
                        line -> assertThat(line).contains("giving up"),
                        line -> assertThat(line).contains("correlation id 5"));
    }

    @Test
    void writesObjectsWhereToldToAndOnlyWhatPeopleNeed() {
        List<String> lines = written(LogFormat.JSON, () -> {
            assertThat(LogSetup.isJson()).isTrue();
            LOG.debug("not this");
            LOG.info("this");
            LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").info("not this");
            LoggerFactory.getLogger("org.apache.kafka.clients.consumer.ConsumerConfig")
                    .warn("nor this");
            LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient").warn("this too");
        });

        assertThat(LogSetup.isJson()).isFalse();
        assertThat(lines.stream().map(JsonParser::parseString).map(line -> (JsonObject) line))
                .extracting(line -> line.get("message").getAsString())
                .containsExactly("this", "this too");
    }

    /** What goes to standard error meanwhile. */
    private static List<String> written(LogFormat format, Runnable action) {
        // Of what other tests logged, nothing is left to tell.
        LogSetup.flush();
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            LogSetup.use(format);
            action.run();
        } finally {
            LogSetup.use(LogFormat.TEXT);
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
