package io.odradek.trainer.export.graph;

import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import io.odradek.trainer.TrainerException;
import java.util.ArrayList;
import java.util.List;

/**
 * A block and where it stands in its net.
 *
 * @param block not a sequence
 * @param path as in {@code block 3 of 7 > body > block 2 of 5}
 */
record Placed(Block block, String path) {
    /** The blocks that {@code block} is made of, one after the other; sequences in sequences are opened. */
    static List<Placed> sequence(Block block, String path) {
        if (block.getClass() != SequentialBlock.class) {
            return List.of(new Placed(block, path));
        }
        if (((SequentialBlock) block).isReturnIntermediate()) {
            throw new Placed(block, path).refused("it returns the values between its blocks");
        }
        List<Placed> sequence = new ArrayList<>();
        BlockList children = block.getChildren();
        for (int i = 0; i < children.size(); i++) {
            String place = "block %d of %d".formatted(i + 1, children.size());
            sequence.addAll(sequence(children.get(i).getValue(), path.isEmpty() ? place : path + " > " + place));
        }
        return sequence;
    }

    /** What to throw where the block cannot be exported. */
    TrainerException refused(String reason) {
        String name = block instanceof LambdaBlock lambda
                ? "lambda '" + lambda.getName() + "'"
                : block.getClass().getSimpleName();
        return new TrainerException(
                (path.isEmpty() ? "the net" : path) + ", " + name + ": cannot be exported; " + reason);
    }
}
