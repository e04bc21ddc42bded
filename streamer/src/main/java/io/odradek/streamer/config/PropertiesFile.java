package io.odradek.streamer.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
    private static final int MAX_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

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
        List<Entry> entries = parse(file, text(file));
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

    private static String text(Path file) {
        if (Files.isDirectory(file)) {
            throw wrong(file, "it is a directory, wanted is a properties file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw wrong(file, "it is larger than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw wrong(file, complaint(e));
        }
    }

    /** Why a file could not be read, for people. */
    static String complaint(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not read it";
        }
        return failure instanceof CharacterCodingException
                ? "it is not in UTF-8"
                : "it cannot be read: " + failure.getMessage();
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
        return new ConfigException("--config " + file + ": " + why);
    }
}
