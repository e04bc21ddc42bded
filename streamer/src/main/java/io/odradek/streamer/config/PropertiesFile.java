package io.odradek.streamer.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A file as {@link Properties} reads it, in UTF-8, whose entries know their lines and whose keys are each given once.
 * Stateless.
 */
final class PropertiesFile {
    private static final String OPTION = "--config";

    private PropertiesFile() {}

    /**
     * One setting in the file.
     *
     * @param key as it stands there
     * @param value as it stands there
     * @param line where it begins, from 1
     */
    record Entry(String key, String value, int line) {}

    /** The entries, in order. @throws ConfigException when it cannot be read, is no such file, or has a key twice */
    static List<Entry> read(Path file) {
        List<Entry> entries = parse(file, TextFile.read(OPTION, file, "a properties file"));
        Map<String, Integer> lines = new HashMap<>();
        for (Entry entry : entries) {
            Integer before = lines.put(entry.key(), entry.line());
            if (before != null) {
                throw wrong(
                        file,
                        entry.key() + " stands there twice, in line " + before + " and in line " + entry.line()
                                + ": take one out");
            }
        }
        return entries;
    }

    private static List<Entry> parse(Path file, String text) {
        List<Entry> entries = new ArrayList<>();
        String[] lines = text.split("\r\n|\r|\n", -1);
        for (int next = 0; next < lines.length; ) {
            int first = next;
            StringBuilder logical = new StringBuilder(lines[next++]);
            while (next < lines.length && goesOn(lines[first], lines[next - 1])) {
                logical.append('\n').append(lines[next++]);
            }
            Properties properties = new Properties();
            try {
                properties.load(new StringReader(logical.toString()));
            } catch (IOException | IllegalArgumentException e) {
                throw wrong(file, "line " + (first + 1) + " has a \\u without four hexadecimal digits behind it");
            }
            properties.forEach((key, value) -> entries.add(new Entry((String) key, (String) value, first + 1)));
        }
        return entries;
    }

    /** An odd number of backslashes at the end joins the next line, but not to a comment. */
    private static boolean goesOn(String first, String line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1 && !first.strip().matches("[#!].*");
    }

    private static ConfigException wrong(Path file, String why) {
        return TextFile.wrong(OPTION, file, why);
    }
}
