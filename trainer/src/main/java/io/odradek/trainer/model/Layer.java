package io.odradek.trainer.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One row of the layer table.
 *
 * @param name kind and number, as in {@code convolution 1}
 * @param operation what it does, with its sizes
 * @param formula how the side of its output follows from that of its input, numbers filled in
 * @param output shape of its output without the batch: {@code [C, H, W]} or {@code [units]}
 * @param parameters number of weights and biases that training sets
 * @param flop floating-point operations for one image, a multiply-add counted as two; convolutions and linear layers
 *     only
 */
public record Layer(String name, String operation, String formula, List<Long> output, long parameters, long flop) {
    /** Copies the shape. */
    public Layer {
        output = List.copyOf(output);
    }

    /** The table in Markdown, one line per layer after two lines of header, each ended by a line feed. */
    public static String markdown(List<Layer> layers) {
        StringBuilder table = new StringBuilder(
                "| layer | operation | formula | output shape | parameters |\n|---|---|---|---|---|\n");
        for (Layer layer : layers) {
            table.append("| %s | %s | %s | %s | %s |\n"
                    .formatted(
                            layer.name, layer.operation, layer.formula, shape(layer.output), count(layer.parameters)));
        }
        return table.toString();
    }

    private static String shape(List<Long> output) {
        return output.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static String count(long parameters) {
        return parameters == 0 ? "" : String.format(Locale.ROOT, "%,d", parameters);
    }
}
