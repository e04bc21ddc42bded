package io.odradek.streamer.explain;

import io.odradek.streamer.image.InputSpec;

/**
 * An image as the model sees it, small enough to be shown.
 *
 * @param width pixels, 1 to 64
 * @param height pixels, 1 to 64
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param data {@code [height, width, channels]} uint8 values; not copied, read only
 */
public record Thumbnail(int width, int height, int channels, byte[] data) {
    private static final int MAX_SIDE = 64;

    /**
     * Of a tensor. One with a longer side than 64 pixels is shrunk in its proportions; each pixel is then the one in the
     * middle of those that it stands for.
     *
     * @param tensor {@code [C, H, W]} uint8 values
     */
    static Thumbnail of(byte[] tensor, InputSpec input) {
        // Of a small image the longest side counts as 64: it stays as it is.
        int longest = Math.max(MAX_SIDE, Math.max(input.width(), input.height()));
        int width = Math.max(1, input.width() * MAX_SIDE / longest);
        int height = Math.max(1, input.height() * MAX_SIDE / longest);
        int plane = input.width() * input.height();
        byte[] data = new byte[width * height * input.channels()];
        int next = 0;
        for (int y = 0; y < height; y++) {
            int row = (2 * y + 1) * input.height() / (2 * height);
            for (int x = 0; x < width; x++) {
                int pixel = row * input.width() + (2 * x + 1) * input.width() / (2 * width);
                for (int c = 0; c < input.channels(); c++) {
                    data[next++] = tensor[c * plane + pixel];
                }
            }
        }
        return new Thumbnail(width, height, input.channels(), data);
    }
}
