package io.odradek.streamer.live.sample;

import com.google.gson.JsonObject;
import io.odradek.streamer.image.Picture;
import java.util.Arrays;
import java.util.Base64;

/**
 * A small copy of an image: at most 64 x 64 pixels, never larger than the image itself.
 *
 * @param width pixels
 * @param height pixels
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels {@code height * width * channels} bytes, row by row, the channels of a pixel together; read only
 */
public record Thumbnail(int width, int height, int channels, byte[] pixels) {
    /** The largest width and height. */
    public static final int SIDE = 64;

    /** Of each box of pixels that becomes one, so many rows and columns are looked at: enough for the eye. */
    private static final int LOOKS = 4;

    /** Each pixel is the mean of the box that it stands for. Colours that are all grey become one channel. */
    public static Thumbnail of(Picture picture) {
        int longer = Math.max(picture.width(), picture.height());
        int width = shrunk(picture.width(), longer);
        int height = shrunk(picture.height(), longer);
        byte[][] planes = new byte[picture.channels()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = shrink(picture, c, width, height);
        }
        boolean grey =
                planes.length == 1 || (Arrays.equals(planes[0], planes[1]) && Arrays.equals(planes[0], planes[2]));
        return grey
                ? new Thumbnail(width, height, 1, planes[0])
                : new Thumbnail(width, height, planes.length, interleaved(planes));
    }

    private static int shrunk(int side, int longer) {
        return longer <= SIDE ? side : Math.max(1, (int) ((long) side * SIDE / longer));
    }

    private static byte[] shrink(Picture picture, int channel, int width, int height) {
        byte[] result = new byte[width * height];
        int plane = channel * picture.width() * picture.height();
        for (int y = 0; y < height; y++) {
            int top = box(y, picture.height(), height);
            int bottom = box(y + 1, picture.height(), height);
            for (int x = 0; x < width; x++) {
                int left = box(x, picture.width(), width);
                int right = box(x + 1, picture.width(), width);
                result[y * width + x] = mean(picture, plane, top, bottom, left, right);
            }
        }
        return result;
    }

    /** Where a box begins, and the one before it ends. */
    private static int box(int number, int length, int boxes) {
        return (int) ((long) number * length / boxes);
    }

    private static byte mean(Picture picture, int plane, int top, int bottom, int left, int right) {
        int down = Math.max(1, (bottom - top) / LOOKS);
        int along = Math.max(1, (right - left) / LOOKS);
        int sum = 0;
        int count = 0;
        for (int y = top; y < bottom; y += down) {
            for (int x = left; x < right; x += along) {
                sum += picture.planes()[plane + y * picture.width() + x] & 255;
                count++;
            }
        }
        return (byte) ((sum + count / 2) / count);
    }

    private static byte[] interleaved(byte[][] planes) {
        byte[] result = new byte[planes.length * planes[0].length];
        for (int i = 0; i < result.length; i++) {
            result[i] = planes[i % planes.length][i / planes.length];
        }
        return result;
    }

    /** As the page draws it. */
    public JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("w", width);
        json.addProperty("h", height);
        json.addProperty("c", channels);
        json.addProperty("data", Base64.getEncoder().encodeToString(pixels));
        return json;
    }
}
