package io.odradek.trainer.fetch;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds a directory with Fashion-MNIST: the usual places first, then ways to bring it there.
 *
 * @param places directories to look in, best first
 * @param ways ways to bring the data, tried in order where no place has it
 * @param report hears one line about each thing that goes on or wrong
 */
public record DataLocator(List<Path> places, List<Way> ways, Consumer<String> report) {
    /** Where Debian's package {@code dataset-fashion-mnist} puts the files. */
    public static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");

    /** Copies the lists. */
    public DataLocator {
        places = List.copyOf(places);
        ways = List.copyOf(ways);
    }

    /** A way to bring the data to this machine. */
    public interface Way {
        /** What it does, as part of a sentence. */
        String description();

        /**
         * Brings the data; returns when it is there.
         *
         * @return the directory, not yet verified
         * @throws TrainerException when it does not work here
         * @throws InterruptedException when the thread is interrupted; nothing half-done stays
         */
        Path bring() throws InterruptedException;
    }

    /** This machine's usual places, without ways to bring data. */
    public static DataLocator ofMachine(Consumer<String> report) {
        return new DataLocator(List.of(DEBIAN, userCache()), List.of(), report);
    }

    /** This machine's usual places and all ways to bring data there. */
    public static DataLocator fetching(Consumer<String> report) {
        CommandRunner commands = new CommandRunner();
        List<Way> ways = List.of(
                new DebianPackage(commands, userCache(), DEBIAN, isRoot()), OfficialDownload.to(userCache(), report));
        return new DataLocator(List.of(DEBIAN, userCache()), ways, report);
    }

    /**
     * The data's directory, all four files verified.
     *
     * @param chosen the user's choice: it alone is looked at; null: places, then ways
     * @throws TrainerException when the choice is no good, or no place and no way is
     */
    public Path locate(@Nullable Path chosen) throws InterruptedException {
        if (chosen != null) {
            FashionMnist.verify(chosen);
            return chosen;
        }
        return search(FashionMnist::verify);
    }

    /**
     * A directory with all four files, for who reads them and so verifies them.
     *
     * @throws TrainerException when no place and no way is good
     */
    public Path find() throws InterruptedException {
        return search(FashionMnist::requirePresent);
    }

    private Path search(Consumer<Path> check) throws InterruptedException {
        List<String> failures = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                failures.add("no directory " + place);
            } else if (passes(place, check, failures)) {
                return place;
            }
        }
        for (Way way : ways) {
            Path brought = bring(way, failures);
            if (brought != null) {
                return brought;
            }
        }
        throw new TrainerException("Fashion-MNIST is not here (" + String.join("; ", failures) + "). Ways to get it: "
                + "'trainer data --fetch'; 'apt-get install dataset-fashion-mnist'; or the four .gz files from "
                + OfficialDownload.BASE + " and --data DIR");
    }

    private @Nullable Path bring(Way way, List<String> failures) throws InterruptedException {
        report.accept("Fashion-MNIST: " + way.description());
        try {
            Path directory = way.bring();
            return passes(directory, FashionMnist::verify, failures) ? directory : null;
        } catch (TrainerException e) {
            failures.add(TrainerException.reasonOf(e));
            report.accept(TrainerException.reasonOf(e));
            return null;
        }
    }

    private boolean passes(Path directory, Consumer<Path> check, List<String> failures) {
        try {
            check.accept(directory);
            return true;
        } catch (TrainerException e) {
            failures.add(TrainerException.reasonOf(e));
            report.accept(TrainerException.reasonOf(e));
            return false;
        }
    }

    private static Path userCache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path cache = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return cache.resolve("odradek").resolve("fashion-mnist");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
