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
 * The files of a page, by the paths where they are served: those of the live page, and in their place or beside them those of
 * the page itself. They are found once, in the jar or directory that the classes came from; a request only chooses among
 * them. Stateless.
 */
final class PageFiles {
    private static final String PLACE = "io/odradek/streamer/";
    private static final String COMMON = "page";
    private static final String INDEX = "index.html";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]+\\.[a-z]+");

    private PageFiles() {}

    /**
     * {@code /} is the page, {@code /page/NAME} each other file.
     *
     * @param folder of the page
     */
    static Map<String, PageFile> byPath(String folder) {
        Map<String, PageFile> files = new TreeMap<>();
        add(COMMON, files);
        add(folder, files);
        return files;
    }

    private static void add(String name, Map<String, PageFile> files) {
        String folder = PLACE + name + "/";
        for (String file : names(folder)) {
            String type = PageFile.TYPES.get(file.substring(file.lastIndexOf('.') + 1));
            if (type != null && NAME.matcher(file).matches()) {
                files.put(file.equals(INDEX) ? "/" : "/page/" + file, PageFile.of(type, bytes(folder + file)));
            }
        }
    }

    private static List<String> names(String folder) {
        URL index = Objects.requireNonNull(PageFiles.class.getResource("/" + folder + INDEX), INDEX);
        try {
            URLConnection connection = index.openConnection();
            return connection instanceof JarURLConnection jar ? inJar(jar, folder) : inFolder(index);
        } catch (IOException e) {
            throw new UncheckedIOException("the page's files cannot be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes came from " + index, e);
        }
    }

    private static List<String> inJar(JarURLConnection jar, String folder) throws IOException {
        // Java's own: not closed here.
        return jar.getJarFile().stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(folder))
                .map(name -> name.substring(folder.length()))
                .toList();
    }

    private static List<String> inFolder(URL index) throws IOException, URISyntaxException {
        Path folder = Objects.requireNonNull(Path.of(index.toURI()).getParent());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static byte[] bytes(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the page's file " + name + " cannot be read", e);
        }
    }
}
