package io.odradek.trainer.cli;

import io.odradek.trainer.config.Architecture;
import io.odradek.trainer.config.Convolution;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to be otherwise in a net than its recipe says. */
final class ArchitectureOptions {
    @Option(
            names = "--filters",
            paramLabel = "N",
            split = ",",
            description = "Output channels of each convolution, as in 16,32; each 1 to 1024.")
    private @Nullable List<Integer> filters;

    @Option(
            names = "--kernel",
            paramLabel = "N",
            split = ",",
            description = {
                "Side of the convolutions' kernels in pixels, 1 to 15: one number for all, or",
                "one for each, as in 5,3; so with the next three."
            })
    private @Nullable List<Integer> kernel;

    @Option(
            names = "--stride",
            paramLabel = "N",
            split = ",",
            description = "Pixels from one kernel to the next, 1 to 4.")
    private @Nullable List<Integer> stride;

    @Option(
            names = "--padding",
            paramLabel = "N",
            split = ",",
            description = "Zeros around a convolution's input in pixels, 0 to half of --kernel.")
    private @Nullable List<Integer> padding;

    @Option(
            names = "--pool",
            paramLabel = "N",
            split = ",",
            description = "Side of the max pool after a convolution in pixels, 1 to 4; 1 is none.")
    private @Nullable List<Integer> pool;

    @Option(
            names = "--batch-norm",
            arity = "1",
            paramLabel = "BOOL",
            description = "Normalise before each ReLU: true or false.")
    private @Nullable Boolean batchNorm;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Outputs of a linear layer before the last one, 0 to 4096; 0 is none.")
    private @Nullable Integer hidden;

    Architecture over(Architecture base) {
        int count = filters == null ? base.convolutions().size() : filters.size();
        List<Integer> filterCounts = each("--filters", filters, Convolution::filters, base, count);
        List<Integer> kernels = each("--kernel", kernel, Convolution::kernel, base, count);
        List<Integer> strides = each("--stride", stride, Convolution::stride, base, count);
        List<Integer> paddings = each("--padding", padding, Convolution::padding, base, count);
        List<Integer> pools = each("--pool", pool, Convolution::pool, base, count);
        return new Architecture(
                IntStream.range(0, count)
                        .mapToObj(i -> new Convolution(
                                filterCounts.get(i), kernels.get(i), strides.get(i), paddings.get(i), pools.get(i)))
                        .toList(),
                Objects.requireNonNullElse(batchNorm, base.batchNorm()),
                Objects.requireNonNullElse(hidden, base.hidden()));
    }

    /** One number for each convolution: those given, or the recipe's; a single one, or equal ones, hold for all. */
    private static List<Integer> each(
            String option,
            @Nullable List<Integer> given,
            ToIntFunction<Convolution> property,
            Architecture base,
            int count) {
        List<Integer> numbers = given == null ? base.each(property) : given;
        if (numbers.size() == count) {
            return numbers;
        }
        if (numbers.stream().distinct().count() == 1 && (given == null || given.size() == 1)) {
            return Collections.nCopies(count, numbers.get(0));
        }
        String found = given == null ? "as in the recipe, " + numbers : numbers.toString();
        throw new IllegalArgumentException(
                option + " is " + found + ", allowed: one number, or " + count + ", one for each convolution");
    }
}
