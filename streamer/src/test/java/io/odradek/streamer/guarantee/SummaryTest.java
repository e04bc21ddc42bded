package io.odradek.streamer.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.streamer.kit.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What breaks a promise, and what does not. */
class SummaryTest {
    /** What reads {@code summary.json} looks for these. */
    static final List<String> NAMES = List.of(
            "inputs",
            "accounted",
            "lost",
            "duplicatesExactlyOnce",
            "duplicatesAtLeastOnce",
            "wrongVersion",
            "outOfOrder",
            "faults",
            "unsafeVariantLost");

    private static final List<String> NONE = List.of();

    @Test
    void findsNothingWhereEachImageIsAnsweredOnce() {
        Summary summary =
                summary(12, verdict(Promise.AT_LEAST_ONCE, flawless()), verdict(Promise.EXACTLY_ONCE, flawless()));

        assertThat(summary.broken()).isEmpty();
        JsonObject json = JsonParser.parseString(summary.json()).getAsJsonObject();
        assertThat(json.keySet()).containsAll(NAMES);
        assertThat(json.get("inputs").getAsInt()).isEqualTo(200);
        assertThat(json.get("accounted").getAsInt()).isEqualTo(200);
        assertThat(json.get("lost").getAsInt()).isZero();
        assertThat(json.get("unsafeVariantLost").getAsInt()).isEqualTo(12);
        assertThat(json.getAsJsonObject("faults").get("sigkill").getAsInt()).isEqualTo(4);
        assertThat(json.getAsJsonObject("skipped").get("broker-disk-full").getAsString())
                .isEqualTo("no root");
    }

    @Test
    void allowsRepeatedAnswersUnderAtLeastOnceAlone() {
        Account repeated = new Account(100, NONE, 3, NONE, NONE, NONE, NONE, Set.of(1));

        assertThat(summary(1, verdict(Promise.AT_LEAST_ONCE, repeated)).broken())
                .isEmpty();
        assertThat(summary(1, verdict(Promise.EXACTLY_ONCE, repeated)).broken())
                .containsExactly("exactly_once_v2, seed 7: answered more than once under exactly-once: 3 times");
        JsonObject json = JsonParser.parseString(
                        summary(1, verdict(Promise.AT_LEAST_ONCE, repeated)).json())
                .getAsJsonObject();
        assertThat(json.get("duplicatesAtLeastOnce").getAsInt()).isEqualTo(3);
        assertThat(json.get("duplicatesExactlyOnce").getAsInt()).isZero();
    }

    @Test
    void findsWhatIsLostWrongOrOutOfOrder() {
        Account bad = new Account(
                100,
                List.of("0@1"),
                0,
                List.of("0@2"),
                List.of("0@3", "0@6"),
                List.of("0@4"),
                List.of("0@5", "0@7", "0@8"),
                Set.of(1));

        Summary summary = summary(1, verdict(Promise.AT_LEAST_ONCE, bad));

        assertThat(summary.broken())
                .hasSize(8)
                .contains("at_least_once, seed 7: lost: 0@1", "at_least_once, seed 7: out of order: 0@5");
        JsonObject json = JsonParser.parseString(summary.json()).getAsJsonObject();
        assertThat(json.get("accounted").getAsInt()).isEqualTo(99);
        assertThat(json.get("lost").getAsInt()).isEqualTo(1);
        assertThat(json.get("wrongVersion").getAsInt()).isEqualTo(2);
        assertThat(json.get("outOfOrder").getAsInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3; Terminating due to java.lang.OutOfMemoryError: Java heap space",
                "134; Aborted",
                "139; ''",
                "1; # There is insufficient memory for the Java Runtime Environment to continue.",
                "6; # A fatal error has been detected by the Java Runtime Environment:",
            })
    void findsAStreamerThatCrashed(int code, String said) {
        assertThat(summary(1, verdict(flawless(), Exit.of(2, code, "running\n" + said + "\n\n")))
                        .broken())
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("at_least_once, seed 7: crashed: streamer 2 ended with " + code + ": ")
                .endsWith(said.isEmpty() ? "running" : said);
    }

    @Test
    void allowsAStreamerToEndInOrder() {
        assertThat(summary(1, verdict(flawless(), Exit.of(2, 1, "cannot reach Kafka\n")))
                        .broken())
                .isEmpty();
    }

    @Test
    void findsAPhaseThatCouldNotBeJudged() {
        Summary summary = new Summary(7, 5, List.of(), List.of("nobody knows"), Map.of(), 1);

        assertThat(summary.broken()).containsExactly("nobody knows");
        assertThat(summary.json()).contains("nobody knows");
        assertThat(summary.lastSeed()).isEqualTo(7);
    }

    @Test
    void namesTheRoundThatIsPlayedLast() {
        Verdict next = new Verdict(
                Promise.EXACTLY_ONCE, 8, "classic", 100, flawless(), NONE, Map.of(), List.of(), Duration.ofSeconds(60));

        assertThat(summary(1, verdict(Promise.AT_LEAST_ONCE, flawless()), next).lastSeed())
                .isEqualTo(8);
    }

    @Test
    void findsAStreamerThatKeepsAnOldVersion() {
        Verdict stale = new Verdict(
                Promise.AT_LEAST_ONCE,
                7,
                "classic",
                100,
                flawless(),
                List.of("partition 3 by version 1 in place of 2"),
                Map.of(),
                List.of(),
                Duration.ofSeconds(60));

        Summary summary = summary(1, stale);

        assertThat(summary.broken())
                .containsExactly("at_least_once, seed 7: an old version stays: partition 3 by version 1 in place of 2");
        assertThat(JsonParser.parseString(summary.json())
                        .getAsJsonObject()
                        .get("staleVersion")
                        .getAsInt())
                .isEqualTo(1);
    }

    @Test
    void findsImagesThatTheBrokersLost() {
        Account fewer = Account.flawless(98, Set.of(1));

        assertThat(summary(1, verdict(Promise.AT_LEAST_ONCE, fewer)).broken())
                .containsExactly("at_least_once, seed 7: lost by the brokers: 2 images that they had acknowledged");
    }

    @Test
    void findsAnAccountThatIsBlind() {
        assertThat(summary(0, verdict(Promise.AT_LEAST_ONCE, flawless())).broken())
                .containsExactly("the unsafe variant lost nothing: the account of images is blind");
    }

    @Test
    void saysHowARoundIsPlayedAgain() {
        Options options = new Options(5, 240, List.of(Fault.LEADER_LOSS, Fault.SIGKILL), 20_000);

        assertThat(options.rounds()).isEqualTo(24);
        assertThat(options.replay(9))
                .isEqualTo("deploy/guarantee.sh --seed 9 --minutes 10 --only leader-loss --only sigkill");
        assertThat(new Options(5, 3, List.of(), 500).replay(5))
                .isEqualTo("deploy/guarantee.sh --seed 5 --minutes 3 --images 500");
    }

    private static Account flawless() {
        return Account.flawless(100, Set.of(1, 2));
    }

    private static Verdict verdict(Promise promise, Account account) {
        return verdict(promise, account, List.of());
    }

    private static Verdict verdict(Account account, Exit exit) {
        return verdict(Promise.AT_LEAST_ONCE, account, List.of(exit));
    }

    private static Verdict verdict(Promise promise, Account account, List<Exit> exits) {
        return new Verdict(
                promise, 7, "classic", 100, account, NONE, Map.of(Fault.SIGKILL, 2), exits, Duration.ofSeconds(60));
    }

    private static Summary summary(int unsafe, Verdict... phases) {
        return new Summary(7, 5, List.of(phases), NONE, Map.of(Fault.BROKER_DISK_FULL, "no root"), unsafe);
    }
}
