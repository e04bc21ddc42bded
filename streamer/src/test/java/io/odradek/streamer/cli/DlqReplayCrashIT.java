package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.odradek.streamer.kit.Cluster;
import io.odradek.streamer.kit.StreamerProcess;
import io.odradek.streamer.message.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that sends dead letters again is killed, and run again. */
class DlqReplayCrashIT extends CommandCase {
    private static final int LETTERS = 3_000;
    private static final int KILLS = 5;

    @BeforeEach
    void createDeadLetters() {
        cluster.createTopics();
        cluster.sendAll(
                LETTERS,
                i -> DeadLetterRecords.of(
                        new Source("images", i % Cluster.PARTITIONS, 100 + i / Cluster.PARTITIONS), new byte[100]));
    }

    @Test
    void killedInsideTransactionsAndBetweenThemItSendsEachImageOnce() throws Exception {
        Random random = new Random(7);
        for (int kill = 0; kill < KILLS; kill++) {
            // In turn: when a transaction has been committed, and when one has begun.
            boolean isCommitted = kill % 2 == 0;
            long before = written(isCommitted);
            try (StreamerProcess process = replay("--rate=2000")) {
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> written(isCommitted) > before || !process.isAlive());
                // Transactions follow one another: it hits some in the middle and some between two.
                TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
                process.kill();
            }
            assertThat(DeadLetterRecords.sent(cluster))
                    .as("after kill %d", kill)
                    .allSatisfy((letter, times) -> assertThat(times).isOne());
        }

        JsonObject json = run("dlq", "replay", "--all", "--rate=0", "--json").json();

        assertThat(json.get("chosen").getAsInt()).isEqualTo(LETTERS);
        int before = json.getAsJsonObject("notSent").get("sentBefore").getAsInt();
        assertThat(before).as("sent by those that were killed").isPositive();
        assertThat(json.get("sent").getAsInt()).isEqualTo(LETTERS - before);
        assertThat(DeadLetterRecords.sent(cluster))
                .hasSize(LETTERS)
                .allSatisfy((letter, times) -> assertThat(times).isOne());
    }

    @Test
    void toldToStopItEndsBehindATransactionAndSaysWhatItDid() {
        StreamerProcess process = replay("--rate=500", "--json");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> cluster.count("images") > 0);

        assertThat(process.terminate()).as(process.output()).isEqualTo(ExitCode.TERMINATED.code());

        int sent = DeadLetterRecords.sent(cluster).size();
        assertThat(process.output()).contains("\"cutShort\": true").contains("\"sent\": " + sent + ",");
        assertThat(sent).isLessThan(LETTERS);
        assertThat(run("dlq", "replay", "--all", "--rate=0").done())
                .contains((LETTERS - sent) / 1_000 + ",", String.valueOf(sent % 1_000));
        assertThat(DeadLetterRecords.sent(cluster)).hasSize(LETTERS);
    }

    private long written(boolean isCommitted) {
        return isCommitted ? cluster.read("images").size() : cluster.count("images");
    }

    private StreamerProcess replay(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("dlq", "replay", "--all", "--bootstrap-servers=" + cluster.bootstrapServers()));
        arguments.addAll(List.of(options));
        return StreamerProcess.start(dir.resolve("log"), Map.of(), arguments);
    }
}
