package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.util.Pair;
import io.odradek.trainer.data.InputSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the layers of a net off its real blocks. Not thread-safe. */
public final class LayerTable {
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private Shape in;
    private String branch = "";

    private LayerTable(InputSpec input) {
        in = new Shape(1, input.channels(), input.height(), input.width());
        layers.add(new Layer("image", "pixels / 255", "", sizes(in), 0, 0));
    }

    /**
     * The input, then one row per block in the order of computation. Of a residual block come the rows of its body,
     * those of its projection, named {@code shortcut ...}, and the sum.
     */
    public static List<Layer> of(Net net) {
        LayerTable table = new LayerTable(net.input());
        table.add(net.block());
        return List.copyOf(table.layers);
    }

    /**
     * Millions of floating-point operations for one image: the sum over convolutions and linear layers of 2 · weights ·
     * positions / 10^6. A multiply-add counts as two. Weights are outputs · inputs / groups · kernel height · kernel
     * width for a convolution, outputs · inputs for a linear layer, biases not counted; positions are output height ·
     * output width, 1 for a linear layer.
     */
    public static double mflopPerImage(List<Layer> layers) {
        return layers.stream().mapToLong(Layer::flop).sum() / 1e6;
    }

    private void add(Block block) {
        if (block instanceof SequentialBlock) {
            for (Pair<String, Block> child : block.getChildren()) {
                add(child.getValue());
            }
        } else if (block instanceof Residual residual) {
            addBranches(residual);
            addRow(residual);
        } else {
            addRow(block);
        }
    }

    private void addBranches(Residual residual) {
        Shape input = in;
        add(residual.body());
        Block projection = residual.projection();
        if (projection != null) {
            String outer = branch;
            branch = "shortcut ";
            in = input;
            add(projection);
            branch = outer;
        }
        in = input;
    }

    private void addRow(Block block) {
        Shape out = block.getOutputShapes(new Shape[] {in})[0];
        LayerText text = LayerText.of(block, in, out);
        String kind = branch + text.kind();
        String name = kind + " " + numbers.merge(kind, 1, Integer::sum);
        long parameters = 0;
        long weights = 0;
        for (Pair<String, Parameter> parameter : block.getDirectParameters()) {
            long size = parameter.getValue().getArray().size();
            parameters += parameter.getValue().requiresGradient() ? size : 0;
            weights += parameter.getKey().equals("weight") ? size : 0;
        }
        long positions = out.dimension() == 4 ? out.get(2) * out.get(3) : 1;
        layers.add(new Layer(name, text.operation(), text.formula(), sizes(out), parameters, 2 * weights * positions));
        in = out;
    }

    private static List<Long> sizes(Shape shape) {
        return Arrays.stream(shape.getShape()).skip(1).boxed().toList();
    }
}
