package io.odradek.quickstart.release;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A checkout of the real scripts, small enough to release it often: its jars only say that they run, and each has one real
 * library beside it, with the entry of the real SBOM. The same files are the same commit, wherever it lies.
 */
record Checkout(Path dir) {
    static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    /** When it was committed, in seconds. */
    static final long COMMITTED = 1_700_000_000;

    /** What a distribution has to read. */
    static final List<String> PAGES = List.of(
            "README.md", "streamer/README.md", "streamer/OPERATIONS.md", "trainer/README.md", "deploy/README.md");

    private static final String LIBRARY = "slf4j-api";

    static Checkout make(Path dir) throws Exception {
        Checkout checkout = new Checkout(dir);
        for (String file : List.of(
                "deploy/release.sh",
                "deploy/docker/image-sbom.sh",
                "streamer/bin/streamer",
                "trainer/bin/trainer",
                "pom.xml",
                "LICENSE",
                ".gitignore")) {
            copy(HOME.resolve(file), dir.resolve(file));
        }
        for (String page : PAGES) {
            copy(HOME.resolve(page), dir.resolve(page));
        }
        checkout.write(
                "CHANGELOG.md",
                "# Changelog\n\n## Unreleased\n\n- later\n\n## [" + version()
                        + "] - 2026-11-28\n\n### Added\n\n- this\n" + "\n## 0.0.9\n\n- earlier\n");
        for (String name : List.of("streamer", "trainer")) {
            checkout.build(name);
        }
        checkout.git("init", "--quiet");
        checkout.commit();
        return checkout;
    }

    /** The version of the real build. */
    static String version() throws IOException {
        Path sbom = HOME.resolve("streamer/target/odradek-streamer.cdx.json");
        return Sbom.text(Sbom.read(sbom).subject(), "version");
    }

    /** Runs the release script on it, without Maven. */
    Shell release(Map<String, String> environment, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("bash", "deploy/release.sh", "--no-build"));
        words.addAll(List.of(arguments));
        return Shell.run(dir, environment, words);
    }

    void commit() throws Exception {
        git("add", "--all");
        git("-c", "user.name=Ana", "-c", "user.email=ana@example.com", "commit", "--quiet", "--message=release");
    }

    String git(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("git"));
        words.addAll(List.of(arguments));
        String date = COMMITTED + " +0000";
        Map<String, String> dates = Map.of("GIT_AUTHOR_DATE", date, "GIT_COMMITTER_DATE", date);
        Shell run = Shell.run(dir, dates, words);
        if (run.status() != 0) {
            throw new IOException(String.join(" ", words) + ": " + run.output());
        }
        return run.output().strip();
    }

    Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    /** Leaves in target what Maven leaves there. */
    private void build(String name) throws IOException {
        Path real = HOME.resolve(name).resolve("target");
        Path target = dir.resolve(name).resolve("target");
        Path library = library(real.resolve("lib"));
        copy(library, target.resolve("lib").resolve(library.getFileName()));
        copy(real.resolve("THIRD-PARTY.txt"), target.resolve("THIRD-PARTY.txt"));
        Path terms = Path.of("licenses", library.getFileName().toString().replaceFirst("\\.jar$", "-jar"));
        copy(
                real.resolve(terms).resolve("META-INF/LICENSE.txt"),
                target.resolve(terms).resolve("META-INF/LICENSE.txt"));
        Files.createDirectories(target.resolve("licenses/without-terms-1.0-jar"));
        writeSbom(real.resolve("odradek-" + name + ".cdx.json"), target.resolve("odradek-" + name + ".cdx.json"));
        writeJar(target.resolve("odradek-" + name + ".jar"));
    }

    private static Path library(Path lib) throws IOException {
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.getFileName().toString().startsWith(LIBRARY))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void writeSbom(Path real, Path small) throws IOException {
        Sbom sbom = Sbom.read(real);
        JsonArray components = new JsonArray();
        sbom.components()
                .filter(component -> Sbom.text(component, "name").equals(LIBRARY))
                .forEach(components::add);
        JsonObject json = sbom.json();
        json.add("components", components);
        json.add("dependencies", new JsonArray());
        Files.writeString(small, json.toString());
    }

    private static void writeJar(Path jar) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Unpacked.class.getName());
        String type = Unpacked.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            write(entries, "META-INF/MANIFEST.MF", bytes -> manifest.write(bytes));
            byte[] code = Files.readAllBytes(Path.of("target/test-classes").resolve(type));
            write(entries, type, bytes -> bytes.write(code));
        }
    }

    private static void write(JarOutputStream jar, String name, Content content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTime(COMMITTED * 1000);
        jar.putNextEntry(entry);
        content.write(jar);
        jar.closeEntry();
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolveSibling("."));
        Files.copy(from, to);
    }

    private interface Content {
        void write(OutputStream out) throws IOException;
    }

    /** What the jars of such a checkout run. */
    static final class Unpacked {
        private Unpacked() {}

        public static void main(String[] arguments) {
            System.out.println("runs with " + String.join(" ", arguments));
        }
    }
}
