package io.odradek.quickstart.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quickstart.measure.Accounting;
import io.odradek.quickstart.measure.LiveAccuracy;
import io.odradek.quickstart.measure.VersionSwitch;
import io.odradek.quickstart.report.Figures;
import org.junit.jupiter.api.Test;

class ExpectationsTest {
    @Test
    void holdForAGoodRun() {
        assertThat(Expectations.broken(Figures.of("Bag", "Shirt"))).isEmpty();
    }

    @Test
    void nameWhatWasLostAndWhere() {
        assertThat(Expectations.broken(Figures.withPaced(new Accounting(12, 8, 1, 3, 0, 0, 0))))
                .containsExactly(
                        "3 images were lost in the phase \"paced\"",
                        "1 images went to the dead-letter topic in the phase \"paced\"");
    }

    @Test
    void bearDuplicatesBecauseAtLeastOnceIsPromised() {
        assertThat(Expectations.broken(Figures.withPaced(new Accounting(12, 12, 0, 0, 2, 0, 0))))
                .isEmpty();
    }

    @Test
    void nameStrangersAndMisplacedPredictions() {
        assertThat(Expectations.broken(Figures.withPaced(new Accounting(12, 12, 0, 0, 0, 1, 2))))
                .hasSize(2);
    }

    @Test
    void compareTheAccuraciesOverAllImages() {
        assertThat(Expectations.broken(Figures.withAllImages(8_985, 0.8985))).isEmpty();
        assertThat(Expectations.broken(Figures.withAllImages(8_975, 0.8985))).isEmpty();
        assertThat(Expectations.broken(Figures.withAllImages(8_970, 0.8985)))
                .singleElement()
                .asString()
                .contains("0.8970")
                .contains("0.8985");
    }

    @Test
    void wantTheLabelsToSayWhatWasServed() {
        // Given 10 of 12 right as served
        assertThat(Expectations.broken(Figures.of("Bag", "Shirt").withLive(new LiveAccuracy(12, 11))))
                .containsExactly("streamer evaluate finds 11 of 12 predictions right, but as served 10 of 12 were");
        assertThat(Expectations.broken(Figures.of("Bag", "Shirt").withLive(new LiveAccuracy(13, 10))))
                .hasSize(1);
    }

    @Test
    void wantEveryPartitionToChangeOnce() {
        assertThat(Expectations.broken(Figures.withSwitch(new VersionSwitch(30, 10, 0, 3, 1))))
                .containsExactly("1 partitions went back to the old model version");
        assertThat(Expectations.broken(Figures.withSwitch(new VersionSwitch(30, 10, 0, 3, 0))))
                .containsExactly("only 3 of 4 partitions changed the model version");
        assertThat(Expectations.broken(Figures.withSwitch(new VersionSwitch(30, 10, 2, 4, 0))))
                .singleElement()
                .asString()
                .contains("2 predictions name a model version that is neither of");
    }
}
