package io.odradek.trainer.config;

import java.util.regex.Pattern;

/**
 * Name and version, which together never name two files.
 *
 * @param name 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit
 * @param version 1 to 64 of {@code A-Z a-z 0-9 . _ -}, beginning with a letter or digit
 */
public record ModelId(String name, String version) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /** Refuses other characters and lengths. */
    public ModelId {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "model name '" + name + "' is not 1 to 64 of a-z 0-9 . _ - beginning with a letter or digit");
        }
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("model version '" + version
                    + "' is not 1 to 64 of A-Z a-z 0-9 . _ - beginning with a letter or digit");
        }
    }

    /** The key of its artefact record: {@code name@version}. */
    public String key() {
        return name + "@" + version;
    }
}
