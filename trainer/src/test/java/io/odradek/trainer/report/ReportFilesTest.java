package io.odradek.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportFilesTest {
    private static final int BLUE = 0x1f5fa8;
    private static final int GREY = 0x8a919e;

    @Test
    void drawsEachPictureAtTwiceItsSize() throws IOException {
        // When
        Map<String, byte[]> files =
                ReportFiles.of(SampleReport.ofClasses(10).inColour().build());

        // Then: 2 times margins of 24, a heading of 62 and the plots with 24 between them
        assertThat(files.keySet()).containsExactlyInAnyOrderElementsOf(ReportFiles.NAMES);
        assertSize(picture(files, "curves.png"), 2 * (2 * 470 + 24 + 48), 2 * (280 + 62 + 48));
        assertSize(picture(files, "calibration.png"), 2 * (470 + 48), 2 * (504 + 62 + 48));
        assertSize(picture(files, "classes.png"), 2 * (5 * 128 - 16 + 48), 2 * (2 * 151 - 16 + 62 + 48));
    }

    @Test
    void drawsLines() throws IOException {
        // When
        BufferedImage curves = picture(ReportFiles.of(SampleReport.ofClasses(3).build()), "curves.png");
        BufferedImage dots =
                picture(ReportFiles.of(SampleReport.ofClasses(3).withEpochs(1).build()), "curves.png");

        // Then
        assertThat(pixels(curves, BLUE)).isGreaterThan(2000);
        assertThat(pixels(curves, GREY)).isGreaterThan(1000);
        assertThat(pixels(dots, GREY)).isBetween(60L, 200L);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 25, 128})
    void drawsAnyNumberOfClasses(int classes) throws IOException {
        // When
        Map<String, byte[]> files =
                ReportFiles.of(SampleReport.ofClasses(classes).build());

        // Then
        BufferedImage matrix = picture(files, "confusion.png");
        assertThat(matrix.getWidth()).isBetween(400, 2400);
        assertThat(matrix.getHeight()).isBetween(300, 2400);
        assertThat(picture(files, "mistakes.png").getWidth()).isLessThanOrEqualTo(2112);
    }

    @Test
    void drawsNoImageWhereTheyArePrivate() {
        // When
        Map<String, byte[]> files =
                ReportFiles.of(SampleReport.ofClasses(3).withoutPictures().build());

        // Then
        assertThat(files.keySet())
                .containsExactlyInAnyOrder("report.html", "curves.png", "confusion.png", "calibration.png");
    }

    private static void assertSize(BufferedImage image, int width, int height) {
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
    }

    private static long pixels(BufferedImage image, int rgb) {
        int[] all = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return IntStream.of(all).filter(pixel -> (pixel & 0xffffff) == rgb).count();
    }

    private static BufferedImage picture(Map<String, byte[]> files, String name) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Objects.requireNonNull(files.get(name), name)));
    }
}
