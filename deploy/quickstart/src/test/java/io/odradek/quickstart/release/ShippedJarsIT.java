package io.odradek.quickstart.release;

import static io.odradek.quickstart.release.Sbom.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies beside each shipped jar, against the jars that are really there. */
class ShippedJarsIT {
    private static final Pattern TERMS =
            Pattern.compile("(META-INF/)?[^/]*(LICEN[SC]E|NOTICE|COPYING)[^/]*", Pattern.CASE_INSENSITIVE);

    @ParameterizedTest
    @ValueSource(strings = {"../../streamer", "../../trainer", "."})
    void theSbomNamesEachJarWithItsDigestAndNoOther(Path module) throws Exception {
        // Given
        Map<String, String> jars = new TreeMap<>();
        for (Path jar : list(module.resolve("target/lib"))) {
            jars.put(Sbom.sha256(jar), jar.getFileName().toString());
        }

        // When
        Sbom sbom = Sbom.read(sbom(module));

        // Then
        assertThat(sbom.digests().values()).containsExactlyInAnyOrderElementsOf(jars.keySet());
        assertThat(sbom.components())
                .allSatisfy(component -> assertThat(jars.get(Sbom.sha256(component)))
                        .startsWith(text(component, "name") + "-" + text(component, "version")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../streamer", "../../trainer", "."})
    void theSbomIsValidAndHasNothingThatAnotherBuildWouldNotHave(Path module) throws Exception {
        Sbom.assertValid(sbom(module));
        Sbom sbom = Sbom.read(sbom(module));
        assertThat(sbom.json().keySet()).doesNotContain("serialNumber");
        assertThat(sbom.json().getAsJsonObject("metadata").keySet()).doesNotContain("timestamp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../streamer", "../../trainer", "."})
    void eachComponentHasALicenceAndALineInThirdParty(Path module) throws Exception {
        String thirdParty = Files.readString(module.resolve("target/THIRD-PARTY.txt"));
        List<String> lines =
                thirdParty.lines().filter(line -> line.startsWith("     (")).toList();
        Sbom sbom = Sbom.read(sbom(module));
        assertThat(sbom.components()).hasSameSizeAs(lines).allSatisfy(component -> {
            String coordinates = Stream.of("group", "name", "version")
                    .map(key -> text(component, key))
                    .reduce((a, b) -> a + ":" + b)
                    .orElseThrow();
            assertThat(lines).anyMatch(line -> line.contains("(" + coordinates + " - "));
            assertThat(component.getAsJsonArray("licenses")).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../streamer", "../../trainer", "."})
    void theTermsInTheJarsLieBesideThem(Path module) throws Exception {
        int found = 0;
        for (Path jar : list(module.resolve("target/lib"))) {
            found += termsOf(jar, module.resolve("target/licenses"));
        }
        assertThat(found).isGreaterThan(10);
    }

    /** Compares what a jar of somebody else has of its terms with the copies; returns the number of files. */
    private static int termsOf(Path jar, Path copies) throws IOException {
        String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
        if (name.startsWith("odradek-")) {
            return 0;
        }
        int found = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream()
                    .filter(e -> TERMS.matcher(e.getName()).matches())
                    .toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    assertThat(copies.resolve(name + "-jar").resolve(entry.getName()))
                            .hasBinaryContent(in.readAllBytes());
                }
                found++;
            }
        }
        return found;
    }

    private static Path sbom(Path module) throws IOException {
        String name = module.toRealPath().getFileName().toString();
        Path file = module.resolve("target/odradek-" + name + ".cdx.json");
        assertThat(file)
                .as("the SBOM, which Maven's offline mode (-o) does not make")
                .exists();
        return file;
    }

    private static List<Path> list(Path dir) throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.toList();
        }
    }
}
