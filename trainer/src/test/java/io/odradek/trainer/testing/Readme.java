package io.odradek.trainer.testing;

import io.odradek.trainer.onnx.MetadataKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The streamer's README, which has the contract, and the trainer's own. */
public final class Readme {
    private static final Path CONTRACT = Path.of("..", "streamer", "README.md");
    private static final Path OWN = Path.of("..", "trainer", "README.md");
    private static final Pattern KEY_ROW = Pattern.compile("^\\| `(odradek\\.[a-z0-9.]+)` \\| (yes|no) \\|");

    private Readme() {}

    /** What stands in the trainer's README between {@code <!-- name -->} and {@code <!-- /name -->}. */
    public static String section(String name) {
        return section(OWN, name);
    }

    /** Empty where the marks are missing. */
    private static String section(Path page, String name) {
        String begin = "<!-- " + name + " -->\n";
        String text = text(page);
        int from = text.indexOf(begin);
        int to = text.indexOf("<!-- /" + name + " -->");
        return from < 0 || to < from ? "" : text.substring(from + begin.length(), to);
    }

    /** Keys of the metadata contract, and whether each is required. */
    public static Map<String, Boolean> contractKeys() {
        Map<String, Boolean> keys = new LinkedHashMap<>();
        section(CONTRACT, "contract:keys").lines().forEach(line -> {
            Matcher row = KEY_ROW.matcher(line);
            if (row.find()) {
                keys.put(row.group(1), row.group(2).equals("yes"));
            }
        });
        return keys;
    }

    /** Those of the contract's keys that the trainer writes; a signature comes later. */
    public static Set<String> exportedKeys() {
        Set<String> keys = new LinkedHashSet<>(contractKeys().keySet());
        keys.remove(MetadataKeys.SIGNATURE);
        return keys;
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
