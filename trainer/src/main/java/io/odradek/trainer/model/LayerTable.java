package io.odradek.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
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

    private LayerTable(InputSpec input) {
        in = new Shape(1, input.channels(), input.height(), input.width());
        layers.add(new Layer("image", "pixels / 255", "", sizes(in), 0, 0));
    }

    /** The input, then one row per block. */
    public static List<Layer> of(Net net) {
        LayerTable table = new LayerTable(net.input());
        for (Pair<String, Block> child : net.block().getChildren()) {
            table.add(child.getValue());
        }
        return List.copyOf(table.layers);
    }

    private void add(Block block) {
        Shape out = block.getOutputShapes(new Shape[] {in})[0];
        if (block instanceof Conv2d convolution) {
            add("convolution", describe(convolution), formula(convolution, out), block, out);
        } else if (block instanceof MaxPool2d pool) {
            String formula = "%d / %d = %d".formatted(in.get(2), pool.size(), out.get(2));
            add("max pool", "largest of each %1$dx%1$d square".formatted(pool.size()), formula, block, out);
        } else if (block instanceof Linear) {
            add("linear", in.get(1) + " inputs to each of " + out.get(1) + " outputs", "", block, out);
        } else if (block instanceof LambdaBlock lambda && lambda.getName().equals("ReLU")) {
            add("ReLU", "max(0, x)", "", block, out);
        } else if (in.dimension() > 2 && out.dimension() == 2) {
            String formula = "%d · %d · %d = %d".formatted(in.get(1), in.get(2), in.get(3), out.get(1));
            add("flatten", "all numbers in one row", formula, block, out);
        } else {
            add(block.getClass().getSimpleName(), "", "", block, out);
        }
    }

    private void add(String kind, String operation, String formula, Block block, Shape out) {
        String name = kind + " " + numbers.merge(kind, 1, Integer::sum);
        long parameters = 0;
        long weights = 0;
        for (Pair<String, Parameter> parameter : block.getDirectParameters()) {
            long size = parameter.getValue().getArray().size();
            parameters += parameter.getValue().requiresGradient() ? size : 0;
            weights += parameter.getKey().equals("weight") ? size : 0;
        }
        long positions = out.dimension() == 4 ? out.get(2) * out.get(3) : 1;
        layers.add(new Layer(name, operation, formula, sizes(out), parameters, 2 * weights * positions));
        in = out;
    }

    private static String describe(Conv2d convolution) {
        return "%d filters of %dx%d, padding %d"
                .formatted(
                        convolution.getFilters(),
                        convolution.getKernelShape().get(0),
                        convolution.getKernelShape().get(1),
                        convolution.getPadding().get(0));
    }

    private String formula(Conv2d convolution, Shape out) {
        return "%d + 2 · %d - %d + 1 = %d"
                .formatted(
                        in.get(2),
                        convolution.getPadding().get(0),
                        convolution.getKernelShape().get(0),
                        out.get(2));
    }

    private static List<Long> sizes(Shape shape) {
        return Arrays.stream(shape.getShape()).skip(1).boxed().toList();
    }
}
