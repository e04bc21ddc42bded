package io.odradek.streamer.contract;

/**
 * A real image with the result that it must give, from the metadata key {@code odradek.golden}.
 *
 * @param contentType the image's content type
 * @param image the encoded file
 * @param tensorSha256 SHA-256 of the tensor's bytes, lower-case hexadecimal
 * @param probabilities {@code [classes]}
 * @param tolerance the largest allowed difference of a probability
 */
public record Golden(String contentType, byte[] image, String tensorSha256, float[] probabilities, float tolerance) {}
