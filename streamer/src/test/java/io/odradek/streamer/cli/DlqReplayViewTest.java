package io.odradek.streamer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.odradek.streamer.deadletters.replay.Account;
import io.odradek.streamer.deadletters.replay.Fate;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DlqReplayViewTest {
    private static final Map<String, Map<Fate, Long>> REASONS = new TreeMap<>(
            Map.of("EMPTY", Map.of(Fate.SENT, 2L), "WRONG_SIZE", Map.of(Fate.SENT, 1_000L, Fate.LEFT_OUT, 11L)));

    private static final Map<Fate, List<Source>> NAMED =
            Map.of(Fate.LEFT_OUT, List.of(new Source("images-dlq", 0, 1), new Source("images-dlq", 1, 2)));

    @Test
    void isATableAndWhatWasNotSentForPeople() {
        Account account = new Account("images-dlq", false, true, 3, REASONS, NAMED);

        assertThat(new DlqReplayView(account).text()).isEqualTo("""
                        images-dlq: 1,013 dead letters chosen, 1,002 sent

                        REASON      CHOSEN  SENT
                        EMPTY       2       2
                        WRONG_SIZE  1,011   1,000

                        11 without their value, which was too large for this topic: the image is where it was
                            images-dlq-0@1, images-dlq-1@2, ...
                        3 records of other programs, which are no dead letters
                        stopped before the end: the same command sends the rest
                        """);
    }

    @Test
    void saysWhatWouldBeSentInADryRun() {
        Account account = new Account("images-dlq", true, false, 0, Map.of("EMPTY", Map.of(Fate.SENT, 2L)), Map.of());

        assertThat(new DlqReplayView(account).text()).isEqualTo("""
                        images-dlq: 2 dead letters chosen, 2 would be sent

                        REASON  CHOSEN  WOULD BE SENT
                        EMPTY   2       2

                        """);
    }

    @Test
    void hasAllOfItForPrograms() {
        Account account = new Account("images-dlq", false, true, 3, REASONS, NAMED);

        assertThat(new DlqReplayView(account).json()).isEqualTo(JsonParser.parseString("""
                        {"schema": 1, "topic": "images-dlq", "dryRun": false, "cutShort": true, "chosen": 1013,
                         "sent": 1002,
                         "notSent": {"sentBefore": 0, "repeated": 0, "refusedAgain": 0, "noOrigin": 0, "otherTopic": 0,
                                     "noTopic": 0, "noPartition": 0, "leftOut": 11, "tooLarge": 0},
                         "reasons": [{"reason": "EMPTY", "chosen": 2, "sent": 2},
                                     {"reason": "WRONG_SIZE", "chosen": 1011, "sent": 1000}],
                         "named": {"leftOut": ["images-dlq-0@1", "images-dlq-1@2"]}, "foreign": 3}
                        """));
    }
}
