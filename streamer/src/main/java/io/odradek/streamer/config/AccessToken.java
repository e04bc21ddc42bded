package io.odradek.streamer.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;

/** A secret of 16 to 1024 printable ASCII characters, which stands in a file and never in a log. Immutable. */
public final class AccessToken {
    private static final int MIN_LENGTH = 16;
    private static final int MAX_LENGTH = 1_024;
    /** Room for whitespace around the token. */
    private static final int MAX_FILE_BYTES = 4_096;

    private final String secret;

    private AccessToken(String secret) {
        this.secret = secret;
    }

    /**
     * Reads a token; whitespace around it does not count.
     *
     * @param file the file, with nothing else in it
     * @param origin the option or setting that named the file, for the message
     * @throws ConfigException when there is no such file, or no such token in it; never shows what stands there
     */
    public static AccessToken read(Path file, String origin) {
        String text;
        try (InputStream in = Files.newInputStream(file)) {
            text = new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8).strip();
        } catch (NoSuchFileException e) {
            throw new ConfigException(origin + " is \"" + file
                    + "\": there is no such file; make one with:  openssl rand -hex 32 > " + file);
        } catch (IOException e) {
            throw new ConfigException(origin + " is \"" + file + "\": it cannot be read: " + e.getMessage());
        }
        if (text.length() < MIN_LENGTH || text.length() > MAX_LENGTH || !text.matches("[!-~]*")) {
            throw new ConfigException(origin + " is \"" + file + "\": what stands there (" + text.length()
                    + " characters) is no token, allowed: " + MIN_LENGTH + " to " + MAX_LENGTH
                    + " printable ASCII characters without spaces");
        }
        return new AccessToken(text);
    }

    /** The secret, for the header of a request. */
    public String secret() {
        return secret;
    }

    /** Whether a claim is this token; takes as long for a wrong one as for a right one of the same length. */
    public boolean matches(String claim) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), claim.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "(a secret)";
    }
}
