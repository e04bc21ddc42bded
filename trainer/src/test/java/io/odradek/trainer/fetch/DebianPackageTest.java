package io.odradek.trainer.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.testing.RealData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackageTest {
    private static final Path SYSTEM = Path.of("/usr/share/datasets/fashion-mnist");

    @TempDir
    Path cache;

    @Test
    void installsAsRootAfterFetchingThePackageListsOfAFreshMachine() throws Exception {
        // Given
        List<String> calls = new ArrayList<>();
        CommandRunner apt = new FakeRunner() {
            @Override
            void run(Path directory, List<String> command) {
                calls.add(command.get(1));
                if (calls.size() == 1) {
                    throw new TrainerException("E: Unable to locate package");
                }
            }
        };

        // When
        Path directory = new DebianPackage(apt, cache, SYSTEM, true).bring();

        // Then
        assertThat(directory).isEqualTo(SYSTEM);
        assertThat(calls).containsExactly("install", "update", "install");
    }

    @Test
    void unpacksWithoutRootToTheCacheAndLeavesNothingElse() throws Exception {
        // Given
        CommandRunner tools = new FakeRunner() {
            @Override
            void run(Path directory, List<String> command) {
                if (command.get(0).equals("apt-get")) {
                    write(directory.resolve("dataset-fashion-mnist_0.0_all.deb"));
                } else {
                    copyData(Path.of(command.get(3)).resolve("usr/share/datasets/fashion-mnist"));
                }
            }
        };

        // When
        Path directory = new DebianPackage(tools, cache, SYSTEM, false).bring();

        // Then
        FashionMnist.verify(directory);
        assertThat(directory).isEqualTo(cache);
        try (var files = Files.list(cache)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void leavesNothingWhenUnpackingFails() {
        // Given
        CommandRunner tools = new FakeRunner() {
            @Override
            void run(Path directory, List<String> command) {
                throw new TrainerException("E: no such package");
            }
        };

        // When, Then
        assertThatThrownBy(() -> new DebianPackage(tools, cache, SYSTEM, false).bring())
                .hasMessage("E: no such package");
        assertThat(cache).isEmptyDirectory();
    }

    @Test
    void saysWhereThereIsNoApt() {
        // Given
        CommandRunner nothing = new CommandRunner() {
            @Override
            boolean exists(String program) {
                return false;
            }
        };

        // When, Then
        assertThatThrownBy(() -> new DebianPackage(nothing, cache, SYSTEM, true).bring())
                .hasMessageContaining("there is no apt-get here");
    }

    @Test
    void reportsTheLastWordsOfAProgramThatFails() {
        assertThatThrownBy(() -> new CommandRunner().run(cache, List.of("sh", "-c", "echo one; echo two >&2; exit 3")))
                .isInstanceOf(TrainerException.class)
                .hasMessageEndingWith("failed: two");
    }

    private static void write(Path file) {
        try {
            Files.writeString(file, "deb");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyData(Path target) {
        try {
            Files.createDirectories(target);
            for (FashionMnist.Member member : FashionMnist.Member.values()) {
                Files.copy(RealData.directory().resolve(member.gzipName()), target.resolve(member.gzipName()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private abstract static class FakeRunner extends CommandRunner {
        @Override
        boolean exists(String program) {
            return true;
        }

        @Override
        abstract void run(Path directory, List<String> command);
    }
}
