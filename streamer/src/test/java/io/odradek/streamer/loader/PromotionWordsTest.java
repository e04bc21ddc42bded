package io.odradek.streamer.loader;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.Digest;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said while the wanted version is not live, and what is done next. */
class PromotionWordsTest extends PromotionCase {
    private static final byte[] FILE = TestModels.file("1", 0);

    @Test
    void waitsForAPointerAndNamesTheOtherModelsThatHaveOne() {
        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);
        apply("another", utf8("{\"schema\":1,\"live\":\"1\",\"previous\":[]}"));
        promotion.carryOut(topic);

        String wait = "a pointer for model \"test-model\" in topic models: publish and promote a model with that name";
        assertThat(events.waiting).containsExactly(wait, wait + "; the topic has pointers for another");
    }

    @Test
    void waitsForAVersionThatTheTopicHasNot() {
        point("1");

        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);

        assertThat(events.waiting)
                .containsExactly("the file of test-model@1, which the pointer names, in topic models");
        publish("1", FILE);
        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);
        assertThat(events.live).containsExactly("1");
        assertThat(events.waiting).as("nothing is waited for any more").hasSize(1);
    }

    @Test
    void waitsForTheWantedVersionAlsoWhileAnotherIsLive() {
        publish("1", FILE);
        point("1");
        promotion.carryOut(topic);
        point("2", "\"1\"");

        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);
        assertThat(events.waiting)
                .containsExactly("the file of test-model@2, which the pointer names, in topic models");
        point("1");
        promotion.carryOut(topic);

        assertThat(events.waiting).endsWith("");
        assertThat(events.live).containsExactly("1");
    }

    @Test
    void takesAnEarlierVersionAtAStartOnly() {
        publish("0", TestModels.file("0", 0));
        publish("1", FILE);
        point("1", "\"0\"");
        promotion.carryOut(topic);
        point("2", "\"0\"");

        promotion.carryOut(topic);

        assertThat(events.live).as("not the one before").containsExactly("1");
    }

    @Test
    void saysOfARefusedVersionWhyUnlessAnotherIsLive() {
        publish("0", TestModels.file("0", 0));
        publish("1", TestModels.file("another", 0));
        point("1");
        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.WAIT);
        assertThat(events.waiting)
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith("test-model@1 was refused (contract: the file calls itself test-model@another")
                        .endsWith("): publish another version"));

        point("1", "\"0\"");
        promotion.carryOut(topic);

        assertThat(events.live).containsExactly("0");
        assertThat(events.refused).as("not tried again").hasSize(1);
        assertThat(events.waiting).as("nothing is waited for").hasSize(1);
    }

    @Test
    void readsAgainAFileThatSomebodyTookFromDisk() throws IOException {
        publish("1", FILE);
        point("1");
        Files.delete(spool.path(Digest.sha256(FILE)));

        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.READ_AGAIN);

        assertThat(events.waiting)
                .containsExactly("the file of test-model@1, which is gone from disk: the topic is read again");
        assertThat(events.refused).isEmpty();
    }

    @Test
    void saysThatThereIsNoRoomOnDiskAndReadsAgain() throws IOException {
        point("1");
        // Given: nothing can be written where the file would be
        Files.createDirectories(spool.path(Digest.sha256(FILE)).resolve("in the way"));
        publish("1", FILE);

        assertThat(promotion.carryOut(topic)).isEqualTo(Promotion.Next.READ_AGAIN);

        assertThat(events.waiting).singleElement().asString().startsWith("room on disk for the file of test-model@1: ");
        assertThat(events.refused).singleElement().asString().startsWith("1, spool: its file cannot be kept on disk");
    }

    @Test
    void refusesAReferenceThatLeadsNowhereAllowed() {
        publish("1", reference("https://elsewhere.example/1", FILE));
        point("1");

        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.WAIT);

        assertThat(events.refused).singleElement().asString().startsWith("1, fetch: ");
        assertThat(events.waiting).last().asString().startsWith("test-model@1 was refused (fetch: ");
        promotion.forgetFailures();
        promotion.carryOut(topic);
        assertThat(events.refused).as("not tried again").hasSize(1);
        promotion.followAnother();
        carryOutAfterTheFetch();
        assertThat(events.refused).as("another topic").hasSize(2);
    }

    @Test
    void saysWhyAFileCannotBeFetchedNow() {
        publish("1", reference(origins.resolve("none.onnx").toUri().toString(), FILE));
        point("1");
        assertThat(promotion.hasNews()).isFalse();

        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.TRY_AGAIN);

        assertThat(events.unreadable)
                .singleElement()
                .asString()
                .startsWith("the file of test-model@1 cannot be fetched: ");
        assertThat(events.waiting).last().asString().startsWith("the file of test-model@1: ");
        assertThat(promotion.hasNews()).isFalse();
    }

    @Test
    void dropsTheCopyOfAFetchedFileWhenItIsLive() throws IOException {
        Path origin = Files.write(origins.resolve("1.onnx"), FILE);
        publish("1", reference(origin.toUri().toString(), FILE));
        point("1");

        assertThat(carryOutAfterTheFetch()).isEqualTo(Promotion.Next.WAIT);

        assertThat(liveDigest()).isEqualTo(Digest.sha256(FILE));
        assertThat(spool.fetched(Digest.sha256(FILE))).doesNotExist();
    }

    @Test
    void cancelsAFetchThatNoPointerWantsAnyMore() {
        publish("1", reference(silent("/1"), FILE));
        point("1");
        promotion.carryOut(topic);
        assertThat(fetches.isYoung(Duration.ofDays(1))).isTrue();

        promotion.followAnother();

        assertThat(fetches.isYoung(Duration.ofDays(1))).isFalse();
        topic = newTopic();
        publish("1", reference(silent("/1"), FILE));
        point("1");
        promotion.carryOut(topic);
        assertThat(fetches.isYoung(Duration.ofDays(1))).isTrue();
        topic = newTopic();
        promotion.carryOut(topic);
        assertThat(fetches.isYoung(Duration.ofDays(1))).as("no pointer at all").isFalse();
    }

    @Test
    void isSilentWhileItStops() {
        publish("1", FILE);
        point("1");
        memory.set(1 << 20);
        thread.close();

        promotion.carryOut(topic);

        assertThat(events.waiting).isEmpty();
        assertThat(events.unreadable).isEmpty();
        assertThat(events.refused).isEmpty();
        assertThat(events.live).isEmpty();
    }
}
