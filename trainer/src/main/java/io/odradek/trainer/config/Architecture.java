package io.odradek.trainer.config;

import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What a net looks like. Immutable.
 *
 * @param convolutions in order, 1 to 8: 1 to 1024 filters each, kernel 1 to 15, stride 1 to 4, padding 0 to kernel / 2,
 *     pool 1 to 4
 * @param batchNorm whether each convolution and the hidden layer is normalised before its ReLU
 * @param hidden outputs of the linear layer before the last one, 0 to 4096; 0 is none
 */
public record Architecture(List<Convolution> convolutions, boolean batchNorm, int hidden) {
    /** Refuses values out of range, naming the command line's option. */
    public Architecture {
        convolutions = List.copyOf(convolutions);
        int count = convolutions.size();
        Range.require(count >= 1 && count <= 8, "--filters", count + " convolutions", "1 to 8");
        for (Convolution c : convolutions) {
            Range.require("--filters", c.filters(), 1, 1024);
            Range.require("--kernel", c.kernel(), 1, 15);
            Range.require("--stride", c.stride(), 1, 4);
            int half = c.kernel() / 2;
            boolean padding = c.padding() >= 0 && c.padding() <= half;
            Range.require(padding, "--padding", c.padding(), "0 to half of --kernel, " + half);
            Range.require("--pool", c.pool(), 1, 4);
        }
        Range.require("--hidden", hidden, 0, 4096);
    }

    /** One property of all convolutions, as in {@code each(Convolution::filters)}. */
    public List<Integer> each(ToIntFunction<Convolution> property) {
        return convolutions.stream().map(property::applyAsInt).toList();
    }

    /**
     * Refuses images of which the net leaves nothing.
     *
     * @param side of the square images in pixels
     */
    void requireFits(int side) {
        int left = side;
        for (int i = 0; i < convolutions.size(); i++) {
            left = convolutions.get(i).outputSide(left);
            if (left < 1) {
                throw new IllegalArgumentException("--filters, --kernel, --stride, --padding and --pool leave nothing"
                        + " of " + side + " pixels after convolution " + (i + 1)
                        + ", allowed: what leaves at least 1");
            }
        }
    }

    void describe(Map<String, Object> facts) {
        facts.put("filters", each(Convolution::filters));
        facts.put("kernel", each(Convolution::kernel));
        facts.put("stride", each(Convolution::stride));
        facts.put("padding", each(Convolution::padding));
        facts.put("pool", each(Convolution::pool));
        facts.put("batchNorm", batchNorm);
        facts.put("hidden", hidden);
        facts.put("initialisation", "uniform(-1/sqrt(fanIn), 1/sqrt(fanIn))");
    }
}
