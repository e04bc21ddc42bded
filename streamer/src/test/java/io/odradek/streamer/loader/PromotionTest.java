package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a topic's records lead to, step by step; real files and models, no broker. */
class PromotionTest extends PromotionCase {
    @Test
    void callsAMalformedReferenceRefusedAndNotMissing() {
        publish("1", utf8("{\"schema\":1"));
        point("1");

        Promotion.Next next = promotion.carryOut(topic);

        assertThat(next).isEqualTo(Promotion.Next.WAIT);
        assertThat(events.refused).singleElement().asString().startsWith("1, fetch: a value that begins with {");
        assertThat(events.waiting)
                .singleElement()
                .asString()
                .startsWith("test-model@1 was refused (fetch: a value that begins with {");
        publish("1", TestModels.file("1", 0));
        promotion.carryOut(topic);
        assertThat(events.live).containsExactly("1");
    }

    @Test
    void triesAgainWhatThisMachineCouldNotTry() {
        publish("1", TestModels.file("1", 0));
        point("1");
        machine.fault("the process that tries it was killed");

        Promotion.Next next = promotion.carryOut(topic);

        assertThat(next).isEqualTo(Promotion.Next.TRY_AGAIN);
        assertThat(events.refused).isEmpty();
        assertThat(events.unreadable)
                .containsExactly("the file of test-model@1 waits: the process that tries it was killed");
        machine.fault("");
        promotion.carryOut(topic);
        assertThat(events.live).containsExactly("1");
    }

    @Test
    void refusesInTheEndWhatThisMachineCannotTryAgainAndAgain() {
        publish("1", TestModels.file("1", 0));
        publish("2", TestModels.file("2", 0));
        point("2", "\"1\"");
        machine.fault("the process that tries it was killed");

        for (int i = 0; i < 9; i++) {
            assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.TRY_AGAIN);
        }
        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);

        assertThat(events.refused)
                .containsExactly(
                        "2, probe: the process that tries it was killed",
                        "1, probe: the process that tries it was killed");
    }

    @Test
    void dropsTheFileOfAVersionThatAMalformedRecordReplaced() {
        byte[] file = TestModels.file("1", 0);
        publish("1", file);
        assertThat(spool.has(Digest.sha256(file))).isTrue();

        publish("1", utf8("{"));

        assertThat(spool.has(Digest.sha256(file))).isFalse();
        assertThat(topic.artefact("1")).isNull();
    }

    @Test
    void takesTheFileThatANewTopicHoldsUnderTheVersionInForce() {
        // Given
        byte[] old = TestModels.file("1", 0);
        byte[] other = TestModels.file("1", 1);
        publish("1", old);
        point("1");
        promotion.carryOut(topic);

        // When: the topic is created anew
        topic = newTopic();
        promotion.followAnother();
        publish("1", other);
        point("1");
        promotion.carryOut(topic);

        // Then
        assertThat(liveDigest()).isEqualTo(Digest.sha256(other));
        assertThat(events.refused).isEmpty();
        publish("1", old);
        promotion.carryOut(topic);
        assertThat(liveDigest()).as("within a topic a version names one file").isEqualTo(Digest.sha256(other));
        assertThat(events.refused).singleElement().asString().contains("another file was published");
    }

    @Test
    void goesOnWithTheModelInForceWhenANewTopicHoldsTheSameFile() {
        byte[] file = TestModels.file("1", 0);
        publish("1", file);
        point("1");
        promotion.carryOut(topic);

        topic = newTopic();
        promotion.followAnother();
        publish("1", file);
        point("1");
        promotion.carryOut(topic);

        assertThat(events.live).containsExactly("1");
    }

    @Test
    void reportsOnceWhichVersionThePointerNamesWhetherItIsThereOrNot() throws IOException {
        publish("1", TestModels.file("1", 0));
        point("1");
        promotion.carryOut(topic);
        point("2");
        promotion.carryOut(topic);
        promotion.carryOut(topic);
        point("1");
        promotion.carryOut(topic);

        topic = newTopic();
        promotion.followAnother();
        promotion.carryOut(topic);

        assertThat(events.wanted)
                .as("a topic that is created anew wants nothing yet")
                .containsExactly("1", "2", "1", "");
        assertThat(events.live).containsExactly("1");
    }

    @Test
    void triesAFileAgainThatWasStillBeingCopied() throws IOException {
        byte[] file = TestModels.file("1", 0);
        Path origin = Files.write(origins.resolve("1.onnx"), Arrays.copyOf(file, 100));
        publish("1", reference(origin.toUri().toString(), file));
        point("1");

        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.TRY_AGAIN);
        assertThat(events.refused).isEmpty();
        assertThat(events.unreadable).singleElement().asString().contains("still being written");
        promotion.forgetFailures();
        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.TRY_AGAIN);
        assertThat(events.unreadable).as("told once").hasSize(1);
        assertThat(events.again).as("and counted each time").hasPositiveValue();
        Files.write(origin, file);
        promotion.carryOut(topic);
        assertThat(events.live).as("not before it is time for another try").isEmpty();

        promotion.forgetFailures();
        carryOutAfterTheFetch();

        assertThat(events.live).containsExactly("1");
    }

    @Test
    void takesAnotherVersionWhileAnOriginHangsAndCancelsThatFetch() {
        publish("1", TestModels.file("1", 0));
        publish("2", reference(silent("/2"), TestModels.file("2", 0)));
        publish("3", TestModels.file("3", 0));
        point("2");
        promotion.carryOut(topic);
        assertThat(events.waiting)
                .containsExactly(
                        "the file of test-model@2: it is being fetched, or waits for its turn, from " + silent("/2"));

        point("3");
        promotion.carryOut(topic);

        assertThat(events.live).containsExactly("3");
        assertThat(fetches.isYoung(Duration.ofDays(1)))
                .as("a fetch is under way")
                .isFalse();
    }

    @Test
    void takesAnEarlierVersionAtAStartOnlyWhenTheWantedOneIsLongOnItsWay() {
        publish("1", TestModels.file("1", 0));
        publish("2", reference(silent("/2"), TestModels.file("2", 0)));
        apply(TestModels.NAME, utf8("{\"schema\":1,\"live\":\"2\",\"previous\":[\"1\"]}"));
        promotion.carryOut(topic);
        assertThat(events.live).isEmpty();

        Promotion impatient = promotion(Duration.ZERO);
        impatient.carryOut(topic);

        assertThat(events.live).containsExactly("1");
        assertThat(fetches.isYoung(Duration.ofDays(1)))
                .as("the wanted one is still being fetched")
                .isTrue();
    }

    @Test
    void keepsAFetchedFileWhileMemoryIsShortAndTellsOnce() throws IOException {
        byte[] file = TestModels.file("1", 0);
        Path origin = Files.write(origins.resolve("1.onnx"), file);
        publish("1", reference(origin.toUri().toString(), file));
        point("1");
        memory.set(1 << 20);
        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.TRY_AGAIN);
        // From here on it cannot be fetched.
        Files.delete(origin);
        Files.delete(dir.resolve("cache").resolve(Digest.sha256(file) + ".onnx"));

        for (int i = 0; i < 3; i++) {
            promotion.forgetFailures();
            assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.TRY_AGAIN);
        }
        assertThat(events.unreadable).singleElement().asString().contains("which this machine has not left");
        memory.set(Long.MAX_VALUE);
        promotion.carryOut(topic);

        assertThat(events.live).containsExactly("1");
        assertThat(spool.fetched(Digest.sha256(file))).doesNotExist();
    }

    @Test
    void readsTheTopicAgainForAFileThatWasChangedOnDisk() throws IOException {
        byte[] file = TestModels.file("1", 0);
        publish("1", file);
        point("1");
        Files.write(spool.path(Digest.sha256(file)), TestModels.file("1", 1));

        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.READ_AGAIN);

        assertThat(events.refused).isEmpty();
        assertThat(events.unreadable).singleElement().asString().contains("was changed on disk");
        publish("1", file);
        promotion.carryOut(topic);
        assertThat(liveDigest()).isEqualTo(Digest.sha256(file));
    }
}
