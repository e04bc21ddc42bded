package io.odradek.quickstart.release;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.odradek.quickstart.Required;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real runs of {@code deploy/release.sh}, on what is built already. */
class ReleaseIT {
    private static final String CHART = "apiVersion: v2\nname: odradek\nversion: 3.2.1\nappVersion: \"%s\"\n";

    @TempDir
    Path dir;

    private Checkout checkout;
    private Path out;
    private String version;

    @BeforeAll
    static void needsTools() {
        Required.program("git");
        Required.program("jq");
    }

    @BeforeEach
    void makeCheckout() throws Exception {
        version = Checkout.version();
        checkout = Checkout.make(dir.resolve("checkout"));
        out = dir.resolve("out");
    }

    @Test
    void twoCheckoutsOfOneCommitGiveEqualBytes() throws Exception {
        // Given: the same commit elsewhere, with other times, rights and habits of the user
        addChart(checkout);
        Checkout other = Checkout.make(dir.resolve("elsewhere"));
        addChart(other);
        assertThat(other.git("rev-parse", "HEAD")).isEqualTo(checkout.git("rev-parse", "HEAD"));
        try (Stream<Path> files = Files.walk(other.dir().resolve("streamer"))) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.fromMillis(0));
                boolean executable = Files.isExecutable(file);
                Files.setPosixFilePermissions(
                        file, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
            }
        }

        // When
        Shell first = checkout.release(Map.of(), "--bundle", "--out", out.toString());
        Shell second = other.release(
                Map.of("TZ", "Asia/Tokyo", "LC_ALL", "C.UTF-8", "GZIP", "-1", "TAR_OPTIONS", "--exclude=LICENSE"),
                "--bundle",
                "--out",
                dir.resolve("out2").toString());

        // Then
        assertThat(first.status()).as(first.output()).isZero();
        assertThat(second.status()).as(second.output()).isZero();
        assertThat(digests(out))
                .hasSize(10)
                .containsKeys(
                        "odradek-streamer-" + version + ".tar.gz",
                        "odradek-3.2.1.tgz",
                        "odradek-" + version + "-bundle.tar")
                .isEqualTo(digests(dir.resolve("out2")));
    }

    @Test
    void aDistributionHasItsTermsAndStartsWhereItIsUnpacked() throws Exception {
        // When
        Shell run = checkout.release(Map.of(), "--out", out.toString());

        // Then
        assertThat(run.status()).as(run.output()).isZero();
        for (String name : List.of("streamer", "trainer")) {
            String root = "odradek-" + name + "-" + version;
            Shell.output(dir, "tar", "xzf", out.resolve(root + ".tar.gz").toString());
            Path unpacked = dir.resolve(root);
            assertThat(Shell.output(dir, unpacked.resolve("bin/" + name).toString(), "run", "--threads=2"))
                    .isEqualTo("runs with run --threads=2\n");
            assertThat(unpacked.resolve("LICENSE"))
                    .hasSameBinaryContentAs(checkout.dir().resolve("LICENSE"));
            for (String page : Checkout.PAGES) {
                assertThat(unpacked.resolve(page))
                        .hasSameBinaryContentAs(checkout.dir().resolve(page));
            }
            assertThat(unpacked.resolve("THIRD-PARTY.txt")).content().contains("Apache-2.0");
            assertThat(unpacked.resolve("licenses"))
                    .isDirectoryRecursivelyContaining("glob:**/slf4j-api-*/META-INF/LICENSE.txt")
                    .isDirectoryNotContaining("glob:**/without-terms*");
            assertThat(unpacked.resolve(root + ".cdx.json")).hasSameBinaryContentAs(out.resolve(root + ".cdx.json"));
            assertThat(Files.getLastModifiedTime(unpacked.resolve("LICENSE")).toMillis())
                    .isEqualTo(Checkout.COMMITTED * 1000);
        }
    }

    @Test
    void checksumsAndManifestNameEveryFileAndTheCommit() throws Exception {
        // When
        Shell run = checkout.release(Map.of(), "--version", version, "--bundle", "--out", out.toString());

        // Then
        assertThat(run.status()).as(run.output()).isZero();
        Map<String, String> files = digests(out);
        Map<String, String> sums = Files.readAllLines(out.resolve("SHA256SUMS")).stream()
                .collect(toMap(line -> line.substring(66), line -> line.substring(0, 64)));
        String bundle = "odradek-" + version + "-bundle.tar";
        assertThat(Files.readString(out.resolve(bundle + ".sha256")))
                .isEqualTo(files.get(bundle) + "  " + bundle + "\n");
        files.keySet().removeAll(List.of("SHA256SUMS", bundle, bundle + ".sha256"));
        assertThat(sums).isEqualTo(files);

        JsonObject manifest = JsonParser.parseString(Files.readString(out.resolve("release.json")))
                .getAsJsonObject();
        assertThat(Sbom.text(manifest, "version")).isEqualTo(version);
        assertThat(Sbom.text(manifest, "commit")).isEqualTo(checkout.git("rev-parse", "HEAD"));
        assertThat(manifest.get("uncommittedChanges").getAsBoolean()).isFalse();
        files.remove("release.json");
        assertThat(Sbom.objects(manifest.getAsJsonArray("artefacts"))
                        .collect(toMap(file -> Sbom.text(file, "file"), file -> Sbom.text(file, "sha256"))))
                .isEqualTo(files);
        for (JsonObject file :
                Sbom.objects(manifest.getAsJsonArray("artefacts")).toList()) {
            assertThat(out.resolve(Sbom.text(file, "file")))
                    .hasSize(file.get("bytes").getAsLong());
        }
    }

    @Test
    void releaseNotesAreTheSectionOfTheVersion() throws Exception {
        Shell run = checkout.release(Map.of(), "--out", out.toString());
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(out.resolve("RELEASE-NOTES.md")).hasContent("### Added\n\n- this\n");
    }

    @Test
    void theBundleIsWholeAndSaysHowToInstallIt() throws Exception {
        // Given
        addChart(checkout);

        // When
        Shell run = checkout.release(Map.of(), "--bundle", "--out", out.toString());

        // Then
        assertThat(run.status()).as(run.output()).isZero();
        String name = "odradek-" + version + "-bundle";
        Shell.output(dir, "tar", "xf", out.resolve(name + ".tar").toString());
        Path unpacked = dir.resolve(name);
        assertThat(Shell.output(unpacked, "sha256sum", "--check", "SHA256SUMS").lines())
                .hasSize(7)
                .allMatch(line -> line.endsWith(": OK"));
        assertThat(unpacked.resolve("INSTALL.md"))
                .content()
                .contains("tar xzf odradek-streamer-" + version + ".tar.gz", "helm install odradek odradek-3.2.1.tgz")
                .doesNotContain("docker load");
    }

    @Test
    void theChartHasWhatGitKnowsButNotWhatHelmIgnores() throws Exception {
        // Given
        addChart(checkout);
        checkout.write("helm/odradek/target/left-over.yaml", "a: 1");

        // When
        Shell run = checkout.release(Map.of(), "--out", out.toString());

        // Then
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(Shell.output(
                                dir,
                                "tar",
                                "tzf",
                                out.resolve("odradek-3.2.1.tgz").toString())
                        .lines())
                .containsExactly(
                        "odradek/",
                        "odradek/.helmignore",
                        "odradek/Chart.yaml",
                        "odradek/files/",
                        "odradek/files/rules/",
                        "odradek/files/rules/lag.yaml",
                        "odradek/templates/",
                        "odradek/templates/a.yaml");
    }

    @Test
    void refusesChangesThatAreNotCommittedUnlessToldToTakeThem() throws Exception {
        // Given
        checkout.write("README.md", "changed");

        // Then
        Shell refused = checkout.release(Map.of(), "--out", out.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.output()).contains("commit or stash them", "--allow-dirty", " M README.md");

        Shell taken = checkout.release(Map.of(), "--allow-dirty", "--out", out.toString());
        assertThat(taken.status()).as(taken.output()).isZero();
        assertThat(out.resolve("release.json")).content().contains("\"uncommittedChanges\": true");
    }

    @Test
    void refusesAVersionThatTheChangelogDoesNotKnow() throws Exception {
        checkout.write(
                "CHANGELOG.md",
                "# Changelog\n\n## Unreleased\n\n- later\n\n## " + version + "\n\n## 0.0.9\n\n- earlier\n");
        checkout.commit();
        assertRefused(
                checkout.release(Map.of(), "--out", out.toString()), "give what is new a heading '## " + version + "'");
    }

    @Test
    void refusesAnotherVersionThanThatOfTheBuild() throws Exception {
        assertRefused(
                checkout.release(Map.of(), "--version", "9.9", "--out", out.toString()),
                "--version is 9.9, but pom.xml says " + version + ": set it there");
    }

    @Test
    void refusesALibraryThatTheSbomDoesNotName() throws Exception {
        Files.writeString(checkout.dir().resolve("trainer/target/lib/left-over-1.0.jar"), "from another build");
        assertRefused(
                checkout.release(Map.of(), "--out", out.toString()),
                "left-over-1.0.jar is not in odradek-trainer.cdx.json: run 'mvn clean'");
    }

    @Test
    void refusesJarsThatAreNotBuilt() throws Exception {
        Files.delete(checkout.dir().resolve("streamer/target/odradek-streamer.jar"));
        assertRefused(
                checkout.release(Map.of(), "--out", out.toString()),
                "streamer/target/odradek-streamer.jar is not built: run without --no-build");
    }

    @Test
    void refusesAChartForAnotherVersion() throws Exception {
        checkout.write("helm/odradek/Chart.yaml", CHART.formatted("8.8"));
        checkout.commit();
        assertRefused(
                checkout.release(Map.of(), "--out", out.toString()),
                "appVersion '8.8', the release is " + version + ": make them equal");
    }

    @Test
    void writesNothingIntoADirectoryThatIsNotEmpty() throws Exception {
        Files.createDirectories(out);
        Files.writeString(out.resolve("SHA256SUMS"), "of another release");
        Shell run = checkout.release(Map.of(), "--out", out.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains("is not empty: remove it, or choose another --out");
        assertThat(digests(out)).hasSize(1);
    }

    @Test
    void explainsEveryOptionThatItTakes() throws Exception {
        // Given
        Shell help = checkout.release(Map.of(), "--help");
        List<String> options = Files.readAllLines(checkout.dir().resolve("deploy/release.sh")).stream()
                .map(String::strip)
                .filter(line -> line.matches("(-h \\| )?--[a-z-]+\\) .*"))
                .map(line -> line.replaceFirst("^-h \\| ", "").replaceFirst("\\).*", ""))
                .toList();

        // Then
        assertThat(help.status()).isZero();
        assertThat(options)
                .hasSize(8)
                .allSatisfy(option -> assertThat(help.output()).containsPattern("(?m)^  (-h, )?" + option + " "));
        Shell wrong = checkout.release(Map.of(), "--outt");
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.output()).contains("unknown argument --outt", "--help");
    }

    /** It failed with that reason, and left nothing. */
    private void assertRefused(Shell run, String reason) throws IOException {
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).contains(reason);
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith(".release")))
                    .isEmpty();
        }
        if (Files.exists(out)) {
            assertThat(digests(out)).isEmpty();
        }
    }

    private void addChart(Checkout checkout) throws Exception {
        checkout.write("helm/odradek/Chart.yaml", CHART.formatted(version));
        checkout.write("helm/odradek/.helmignore", "# tests\nci/\nfiles/rules/*.test.yaml\n*.swp\n");
        checkout.write("deploy/rules/lag.yaml", "{}\n");
        checkout.write("deploy/rules/lag.test.yaml", "{}\n");
        Path files = checkout.dir().resolve("helm/odradek/files");
        Files.createDirectories(files);
        Files.createSymbolicLink(files.resolve("rules"), Path.of("../../../deploy/rules"));
        checkout.write("helm/odradek/templates/a.yaml", "{}\n");
        checkout.write("helm/odradek/ci/minimal-values.yaml", "{}\n");
        checkout.commit();
    }

    private static Map<String, String> digests(Path dir) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.toList()) {
                digests.put(file.getFileName().toString(), Sbom.sha256(file));
            }
        }
        return digests;
    }
}
