package io.odradek.streamer.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.explain.Occlusion.Patch;
import io.odradek.streamer.image.InputSpec;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcclusionTest {
    @Test
    void movesASquareOfASeventhOfTheSideByHalfOfItAndCoversItWithTheMeanColour() {
        byte[] tensor = new byte[28 * 28];
        Arrays.fill(tensor, 0, 14 * 28, (byte) 200);
        Occlusion occlusion = new Occlusion(tensor, new InputSpec(1, 28, 28, 0));

        byte[] covered = occlusion.covered(new Patch(3, 5));

        assertThat(occlusion.patches()).hasSize(13 * 13).doesNotHaveDuplicates();
        for (int y = 0; y < 28; y++) {
            for (int x = 0; x < 28; x++) {
                boolean inside = x >= 6 && x < 10 && y >= 10 && y < 14;
                assertThat(covered[y * 28 + x] & 255)
                        .as("%d, %d", x, y)
                        .isEqualTo(inside ? 100 : tensor[y * 28 + x] & 255);
            }
        }
        assertThat(tensor[10 * 28 + 6]).as("the image itself is not touched").isEqualTo((byte) 200);
    }

    @Test
    void hasAMeanForEachColour() {
        byte[] tensor = new byte[3 * 4];
        Arrays.fill(tensor, 0, 4, (byte) 255);
        Arrays.fill(tensor, 4, 6, (byte) 255);
        Occlusion occlusion = new Occlusion(tensor, new InputSpec(3, 2, 2, 0));

        byte[] covered = occlusion.covered(new Patch(0, 0));

        assertThat(new int[] {covered[0] & 255, covered[4] & 255, covered[8] & 255})
                .containsExactly(255, 128, 0);
    }

    @ParameterizedTest
    @CsvSource({"2,1", "2,2", "7,7", "13,13", "14,14", "28,28", "32,32", "224,224", "3,300", "300,3", "64,48", "4096,1"
    })
    void coversEachPixelInTheFirstPassAndEachCellInBoth(int width, int height) {
        byte[] image = new byte[width * height];
        Arrays.fill(image, 0, image.length / 2, (byte) 255);
        Occlusion occlusion = new Occlusion(image, new InputSpec(1, height, width, 0));
        List<Patch> first = occlusion.firstPass();
        List<Patch> all = occlusion.patches();

        Heatmap coarse = occlusion.heatmap(Collections.nCopies(first.size(), 0.5));
        Heatmap fine = occlusion.heatmap(Collections.nCopies(all.size(), 0.25));

        assertThat(all)
                .startsWith(first.toArray(Patch[]::new))
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(196);
        assertThat(coarse.values()).hasSize(coarse.width() * coarse.height()).containsOnly(0.5);
        assertThat(fine.values()).hasSameSizeAs(coarse.values()).containsOnly(0.25);
        assertThat(Math.max(fine.width(), fine.height())).isEqualTo(Math.min(14, Math.max(width, height)));
        BitSet covered = new BitSet();
        for (Patch patch : first) {
            byte[] result = occlusion.covered(patch);
            IntStream.range(0, image.length).filter(i -> result[i] != image[i]).forEach(covered::set);
        }
        assertThat(covered.cardinality()).isEqualTo(image.length);
    }
}
