package io.odradek.streamer.message;

/**
 * Names one model file.
 *
 * @param name the model's name
 * @param version the model's version
 * @param sha256 the file's SHA-256, 64 lower-case hexadecimal digits
 */
public record ModelRef(String name, String version, String sha256) {
    @Override
    public String toString() {
        return name + "@" + version + " (sha256 " + sha256.substring(0, 12) + "...)";
    }
}
