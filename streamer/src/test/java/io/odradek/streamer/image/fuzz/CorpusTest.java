package io.odradek.streamer.image.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The seeds, and what fuzzing found, tried with every target; {@code deploy/fuzz.sh images} goes on from here. */
class CorpusTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "fuzz", "images");

    static Stream<Arguments> targets() {
        return Stream.of(
                target("image-format", FormatTarget::fuzzerTestOneInput),
                target("image-decoder", DecoderTarget::fuzzerTestOneInput),
                target("image-png", PngTarget::fuzzerTestOneInput),
                target("image-envelope", EnvelopeTarget::fuzzerTestOneInput));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("targets")
    void everyInputOfTheCorpusKeepsToWhatHoldsOfAll(String name, Consumer<byte[]> target) throws IOException {
        List<String> broken = new ArrayList<>();
        List<Path> inputs = inputs();
        for (Path input : inputs) {
            byte[] value = Files.readAllBytes(input);
            try {
                target.accept(value);
            } catch (RuntimeException | Error e) {
                broken.add(input.getFileName() + ": " + e);
            }
        }

        assertThat(inputs).hasSizeGreaterThan(40);
        assertThat(broken).isEmpty();
    }

    private static Arguments target(String name, Consumer<byte[]> target) {
        return Arguments.of(name, target);
    }

    private static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }
}
