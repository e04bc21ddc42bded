package io.odradek.streamer.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * The files of the page, by the paths where they are served. They are found once, in the jar or directory that the classes
 * came from; a request only chooses among them. Stateless.
 */
final class PageFiles {
    private static final String FOLDER = "io/odradek/streamer/page/";
    private static final String INDEX = "index.html";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.[a-z]+");

    private PageFiles() {}

    /** {@code /} is the page, {@code /page/NAME} each other file. */
    static Map<String, PageFile> byPath() {
        Map<String, PageFile> files = new TreeMap<>();
        for (String name : names()) {
            String type = PageFile.TYPES.get(name.substring(name.lastIndexOf('.') + 1));
            if (type != null && NAME.matcher(name).matches()) {
                files.put(name.equals(INDEX) ? "/" : "/page/" + name, PageFile.of(type, bytes(name)));
            }
        }
        return files;
    }

    private static List<String> names() {
        URL index = Objects.requireNonNull(PageFiles.class.getResource("/" + FOLDER + INDEX), INDEX);
        try {
            URLConnection connection = index.openConnection();
            return connection instanceof JarURLConnection jar ? inJar(jar) : inFolder(index);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's files cannot be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes came from " + index, e);
        }
    }

    private static List<String> inJar(JarURLConnection jar) throws IOException {
        // Java's own: not closed here.
        return jar.getJarFile().stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(FOLDER))
                .map(name -> name.substring(FOLDER.length()))
                .toList();
    }

    private static List<String> inFolder(URL index) throws IOException, URISyntaxException {
        Path folder = Objects.requireNonNull(Path.of(index.toURI()).getParent());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/" + FOLDER + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " cannot be read", e);
        }
    }
}
