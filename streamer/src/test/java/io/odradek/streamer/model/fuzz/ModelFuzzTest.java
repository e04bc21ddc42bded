package io.odradek.streamer.model.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OnnxFile;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Damaged model files. Each has a seed: {@code -Dfuzz.models.seed=N} begins with it, and a file that fails is kept in
 * {@code target/fuzz}. {@code -Dfuzz.models.minutes=10} lets the runtime have ten minutes; else it has always the same
 * files, so that a quicker machine finds no more than a slower one.
 */
class ModelFuzzTest {
    private static final Path FINDS = Path.of("target", "fuzz");
    private static final long FIRST = Long.getLong("fuzz.models.seed", 1);
    private static final int CHECKED = 5_000;
    private static final int TRIED = 3_000;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Nought for {@link #TRIED} files. */
    private static final int MINUTES = Integer.getInteger("fuzz.models.minutes", 0);

    private final Mutants mutants = new Mutants();
    private final FuzzReport report = new FuzzReport();

    @Test
    void passesTheOriginalsAndRefusesOrPassesEachMutant() throws IOException, RefusedException {
        for (byte[] original : mutants.originals()) {
            check(original);
        }
        int passed = 0;
        for (long seed = FIRST; seed < FIRST + CHECKED; seed++) {
            byte[] file = mutants.file(seed);
            passed += passes(seed, file) ? 1 : 0;
        }

        // The mutations are neither so small that they change nothing nor so large that nothing is tested behind them.
        System.err.println("ModelFuzzTest: " + passed + " of " + CHECKED + " pass the check in Java; " + report);
        assertThat(passed).isBetween(CHECKED / 20, CHECKED * 19 / 20);
    }

    @Test
    void killsNoProcessWithAMutantThatPasses() throws IOException, InterruptedException {
        Files.createDirectories(FINDS);
        Path file = Files.createTempFile(FINDS, "mutant-", ".onnx");
        long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
        long seed = FIRST;
        while (goesOn(seed, end)) {
            try (FuzzedProcess process = new FuzzedProcess()) {
                boolean usable = true;
                while (usable && goesOn(seed, end)) {
                    usable = survives(process, seed++, file);
                }
            }
        }
        Files.delete(file);
        System.err.println("ModelFuzzTest: " + report);
        assertThat(report.atTheRuntime()).isPositive();
        assertThat(report.finds()).isEmpty();
    }

    private static boolean goesOn(long seed, long end) {
        return MINUTES == 0 ? seed < FIRST + TRIED : System.nanoTime() - end < 0;
    }

    private boolean survives(FuzzedProcess process, long seed, Path file) throws IOException, InterruptedException {
        byte[] mutant = mutants.file(seed);
        if (!passes(seed, mutant)) {
            return true;
        }
        Files.write(file, mutant);
        FuzzedProcess.Result result = process.tried(file, LIMIT);
        report.tried(seed, result);
        if (result instanceof FuzzedProcess.Result.Tried) {
            return true;
        }
        keep(seed, mutant);
        return false;
    }

    private boolean passes(long seed, byte[] mutant) throws IOException {
        try {
            check(mutant);
            return true;
        } catch (RefusedException e) {
            report.refusedInJava(e.stage().tag());
            return false;
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ", file " + keep(seed, mutant), e);
        }
    }

    /** As admission does before it builds a session. */
    private static void check(byte[] file) throws RefusedException {
        OnnxFile onnx = OnnxFile.parse(file);
        ModelContract contract;
        try {
            contract = ModelContract.parse(onnx.metadata());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Stage.CONTRACT, String.valueOf(e.getMessage()));
        }
        onnx.checkSignature(contract.input(), contract.labels().size());
    }

    private static Path keep(long seed, byte[] mutant) throws IOException {
        Files.createDirectories(FINDS);
        return Files.write(FINDS.resolve("mutant-" + seed + ".onnx"), mutant);
    }
}
