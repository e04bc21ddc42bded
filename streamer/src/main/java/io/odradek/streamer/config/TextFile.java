package io.odradek.streamer.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file in UTF-8 of at most 1 MiB that an option names. Stateless. */
public final class TextFile {
    private static final int MAX_BYTES = 1 << 20;
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private TextFile() {}

    /**
     * Its text, without a byte order mark.
     *
     * @param option which names it, for a complaint
     * @param wanted what it should be, for a complaint: {@code a properties file}
     * @throws ConfigException when it cannot be read
     */
    public static String read(String option, Path file, String wanted) {
        if (Files.isDirectory(file)) {
            throw wrong(option, file, "it is a directory, wanted is " + wanted);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw wrong(option, file, "it is larger than " + MAX_BYTES + " bytes");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (IOException e) {
            throw wrong(option, file, complaint(e));
        }
    }

    /** The complaint about a file. */
    public static ConfigException wrong(String option, Path file, String why) {
        return new ConfigException(option + " " + file + ": " + why);
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
}
