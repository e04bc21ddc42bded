package io.odradek.quickstart.release;

import static io.odradek.quickstart.release.Sbom.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.odradek.quickstart.Required;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of {@code deploy/docker/image-sbom.sh}: against what an engine once said of an image, and against a real engine. */
class ImageSbomIT {
    private static final Path RECORDED =
            Path.of("src/test/resources/recorded-image").toAbsolutePath();
    private static final Path JAR_SBOM = Checkout.HOME.resolve("streamer/target/odradek-streamer.cdx.json");

    @TempDir
    Path dir;

    @BeforeAll
    static void needsTools() {
        Required.program("jq");
    }

    @Test
    void hasTheJarsAndEveryPackageThatIsInstalled() throws Exception {
        // Given
        List<String> installed = Files.readAllLines(RECORDED.resolve("packages")).stream()
                .filter(line -> line.startsWith("ii"))
                .map(line -> line.split("\t", -1)[1] + " " + line.split("\t", -1)[2])
                .toList();

        // When
        Shell run = recorded("sbom.json", Map.of(), "--jar-sbom", JAR_SBOM.toString(), "odradek-streamer:1.0");

        // Then
        assertThat(run.status()).as(run.output()).isZero();
        Path file = dir.resolve("sbom.json");
        Sbom.assertValid(file);
        Sbom sbom = Sbom.read(file);
        Sbom jars = Sbom.read(JAR_SBOM);
        assertThat(sbom.components())
                .contains(jars.subject())
                .containsAll(jars.components().toList());
        assertThat(sbom.components()
                        .filter(component -> component.has("purl"))
                        .filter(component -> text(component, "purl").startsWith("pkg:deb/"))
                        .map(component -> text(component, "name") + " " + text(component, "version")))
                .containsExactlyInAnyOrderElementsOf(installed);
        assertThat(sbom.components())
                .hasSize(1 + (int) jars.components().count() + installed.size() + 2)
                .anyMatch(component -> text(component, "type").equals("platform")
                        && text(component, "version").equals("17.0.15"))
                .anyMatch(component -> text(component, "type").equals("operating-system")
                        && text(component, "version").equals("12"));
        assertThat(List.of(text(sbom.subject(), "type"), text(sbom.subject(), "name"), text(sbom.subject(), "version")))
                .containsExactly("container", "odradek-streamer", "1.0");
    }

    @Test
    void namesAPackageAsScannersLookItUp() throws Exception {
        Shell run = recorded("sbom.json", Map.of(), "localhost:5000/base");
        assertThat(run.status()).as(run.output()).isZero();
        Sbom sbom = Sbom.read(dir.resolve("sbom.json"));
        assertThat(sbom.components().filter(c -> c.has("purl")).map(component -> text(component, "purl")))
                .contains(
                        "pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12",
                        "pkg:deb/debian/bash@5.2.15-2%2Bb13?arch=amd64&distro=debian-12&upstream=bash%405.2.15-2");
        assertThat(List.of(text(sbom.subject(), "name"), text(sbom.subject(), "version")))
                .containsExactly("localhost:5000/base", "latest");
    }

    @Test
    void sameImageSameBytes() throws Exception {
        assertThat(recorded("first", Map.of(), "a:1").status()).isZero();
        assertThat(recorded("second", Map.of(), "a:1").status()).isZero();
        assertThat(dir.resolve("first")).hasSameBinaryContentAs(dir.resolve("second"));
    }

    @Test
    void saysWhatIsWrongAndWritesNothing() throws Exception {
        assertThat(recorded("out", Map.of("RECORDED_FAULT", "version"), "a:1").output())
                .contains("no container engine answers: start one, or set DOCKER_HOST");
        assertThat(recorded("out", Map.of("RECORDED_FAULT", "image"), "a:1").output())
                .contains("there is no image a:1 here: build or pull it first");
        assertThat(recorded("out", Map.of("RECORDED_FAULT", "dpkg-query"), "a:1")
                        .output())
                .contains(
                        "cannot list the packages of a:1, which needs Debian's or Ubuntu's dpkg-query in it: recorded fault");
        assertThat(recorded("out", Map.of("RECORDED_FAULT", "cat"), "a:1").output())
                .contains("cannot read /etc/os-release of a:1");
        assertThat(recorded("out", Map.of(), "--jar-sbom", "/etc/passwd", "a:1").output())
                .contains("/etc/passwd is no CycloneDX SBOM of a jar");
        Shell usage = recorded("out", Map.of(), "--jar-sbom");
        assertThat(usage.status()).isEqualTo(2);
        assertThat(usage.output()).contains("usage: ");
        assertThat(dir.resolve("out")).doesNotExist();
    }

    /** An image of nothing but this system's own package list and what prints it. */
    @Test
    void listsThePackagesOfARealImage() throws Exception {
        // Given
        Required.program("dpkg-query");
        Required.containerEngine();
        List<String> installed = Shell.output(
                        dir, "dpkg-query", "--show", "--showformat", "${db:Status-Abbrev}\t${Package} ${Version}\n")
                .lines()
                .filter(line -> line.startsWith("ii"))
                .map(line -> line.split("\t", -1)[1])
                .toList();
        String image = "odradek-sbom-test:" + ProcessHandle.current().pid();
        importImage(image);

        try {
            // When
            Shell run = Shell.run(dir, Map.of(), command("sbom.json", image));

            // Then
            assertThat(run.status()).as(run.output()).isZero();
            Sbom.assertValid(dir.resolve("sbom.json"));
            assertThat(Sbom.read(dir.resolve("sbom.json"))
                            .components()
                            .filter(component -> text(component, "type").equals("library"))
                            .map(component -> text(component, "name") + " " + text(component, "version")))
                    .containsExactlyInAnyOrderElementsOf(installed);
        } finally {
            Shell.output(dir, "docker", "image", "rm", image);
        }
    }

    private void importImage(String image) throws Exception {
        Set<String> files = new TreeSet<>(List.of("/var/lib/dpkg/status", "/etc/os-release"));
        for (String program : List.of("dpkg-query", "cat")) {
            String path = Shell.output(dir, "sh", "-c", "command -v " + program).strip();
            files.add(path);
            Shell.output(dir, "ldd", path)
                    .lines()
                    .flatMap(line -> Stream.of(line.strip().split(" ", -1)).filter(word -> word.startsWith("/")))
                    .forEach(files::add);
        }
        Path tar = dir.resolve("image.tar");
        List<String> words = new ArrayList<>(
                List.of("tar", "--create", "--dereference", "--absolute-names", "--file", tar.toString()));
        words.addAll(files);
        Shell.output(dir, words.toArray(String[]::new));
        Shell.output(dir, "docker", "import", tar.toString(), image);
    }

    /** With the recorded engine as {@code docker}. */
    private Shell recorded(String out, Map<String, String> environment, String... arguments) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("PATH", RECORDED + File.pathSeparator + System.getenv("PATH"));
        return Shell.run(dir, all, command(out, arguments));
    }

    private static List<String> command(String out, String... arguments) {
        List<String> words = new ArrayList<>(List.of(
                "bash", Checkout.HOME.resolve("deploy/docker/image-sbom.sh").toString()));
        words.addAll(List.of(arguments));
        words.add(out);
        return words;
    }
}
