package io.odradek.bench.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadTest {
    /** Half black and half bright, as many of the real ones. */
    private static final byte[] PIXELS = new byte[28 * 28];

    static {
        Arrays.fill(PIXELS, PIXELS.length / 2, PIXELS.length, (byte) 200);
    }

    @ParameterizedTest
    @CsvSource({"NOISY_1, 28, 784", "NOISY_4, 112, 10000", "NOISY_9, 252, 50000", "NOISY_18, 504, 200000"})
    void aNoisyImageHasTheSizeThatItsNameSays(Payload payload, int side, int bytes) throws Exception {
        byte[] file = payload.of(PIXELS);

        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(image.getWidth()).isEqualTo(side).isEqualTo(payload.side());
        assertThat(image.getHeight()).isEqualTo(side);
        assertThat(image.getRaster().getNumBands()).isEqualTo(1);
        assertThat((double) file.length / bytes).isBetween(0.8, 1.25);
    }

    @Test
    void theNoiseIsTheSameInEachRun() {
        assertThat(Payload.NOISY_4.of(PIXELS)).isEqualTo(Payload.NOISY_4.of(PIXELS.clone()));
    }

    @Test
    void theImageIsStillThere() throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(Payload.NOISY_4.of(PIXELS)));

        assertThat(image.getRaster().getSample(50, 20, 0)).isLessThan(64);
        assertThat(image.getRaster().getSample(50, 100, 0)).isBetween(150, 213);
    }

    @Test
    void allImagesOfAFormFitIntoMemory() {
        assertThat(Payload.values())
                .allSatisfy(payload -> assertThat((long) payload.different() * payload.side() * payload.side())
                        .isLessThanOrEqualTo(40_000_000L));
        assertThat(Payload.RAW.different()).isEqualTo(10_000);
        assertThat(Payload.NOISY_18.different()).isGreaterThan(100);
    }
}
