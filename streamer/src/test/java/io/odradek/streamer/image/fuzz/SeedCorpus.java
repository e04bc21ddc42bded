package io.odradek.streamer.image.fuzz;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.odradek.streamer.image.BadImages;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.image.Samples;
import io.odradek.streamer.image.TestImages;
import io.odradek.streamer.image.codec.RandomPng;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Writes the seeds, once: other versions of Java write other files, and any of them will do. */
final class SeedCorpus {
    private static final Path VECTORS = Path.of("..", "deploy", "contract", "image-vectors.json");
    private static final int LARGEST = 4_096;
    /** Enough for every kind, filter and division into chunks. */
    private static final int RANDOM_PNGS = 24;

    private SeedCorpus() {}

    /** Run in the module's folder, with the folder to write to as its argument. */
    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        Samples.all().forEach((kind, file) -> seeds.put("sample-" + kind, file));
        seeds.putAll(vectors());
        for (int i = 0; i < RANDOM_PNGS; i++) {
            seeds.put("random-png-" + i, RandomPng.next(new Random(i), 12));
        }
        seeds.putAll(animations());
        seeds.putAll(headed());
        seeds.putAll(envelopes());
        for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
            String name = seed.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
            Files.write(folder.resolve(name), seed.getValue());
        }
    }

    /** The small ones of the images that streamer and trainer share. */
    private static Map<String, byte[]> vectors() throws IOException {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        for (JsonElement vector : new Gson().fromJson(Files.readString(VECTORS), JsonArray.class)) {
            JsonObject fields = vector.getAsJsonObject();
            byte[] file = Base64.getDecoder().decode(fields.get("image").getAsString());
            if (file.length <= LARGEST) {
                seeds.put("vector-" + fields.get("name").getAsString(), file);
            }
        }
        return seeds;
    }

    private static Map<String, byte[]> animations() {
        return Map.of(
                "animated-gif", TestImages.gif(3, 2, 1, 0, new int[] {0, 1, 2, 3}, 2),
                "animated-png", BadImages.withFrames(Samples.named("PNG colour"), 3),
                "progressive-scans", BadImages.withScans(Samples.named("JPEG progressive"), 3),
                "cmyk-jpeg", TestImages.cmykJpeg(),
                "raw-pixels", new byte[3 * Samples.WIDTH * Samples.HEIGHT]);
    }

    /** A content type in front, as {@link FormatTarget} reads it. */
    private static Map<String, byte[]> headed() {
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR);
        for (String format : new String[] {"png", "jpg", "gif", "bmp"}) {
            byte[] file = TestImages.encode(image, format);
            String type = ImageFormat.sniff(file).contentType();
            seeds.put("headed-" + format, headed(type + "; q=1", file));
            seeds.put("headed-by-nothing-" + format, headed("", file));
        }
        seeds.put("headed-raw", headed(ImageFormat.RAW.contentType(), new byte[12]));
        seeds.put("headed-octets", headed("application/octet-stream", new byte[12]));
        return seeds;
    }

    private static byte[] headed(String type, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes((type + "\n").getBytes(StandardCharsets.UTF_8));
        out.writeBytes(value);
        return out.toByteArray();
    }

    private static Map<String, byte[]> envelopes() {
        String png = Base64.getEncoder().encodeToString(Samples.named("PNG grey"));
        String raw = Base64.getEncoder().encodeToString(new byte[3 * Samples.WIDTH * Samples.HEIGHT]);
        String event =
                "{\"specversion\":\"1.0\",\"type\":\"image\",\"source\":\"/cam/7\",\"id\":\"é\",\"content-type\":";
        String inner = "{\"image\":\"" + png + "\"}";
        String nested = Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
        Map<String, byte[]> seeds = new LinkedHashMap<>();
        seeds.put("envelope", inner.getBytes(StandardCharsets.UTF_8));
        seeds.put(
                "envelope-event",
                (event + "\"image/png\",\"data\":[1,{\"a\":null}],\"image\":\"" + png + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        seeds.put(
                "envelope-raw",
                (event + "\"application/vnd.odradek.raw\",\"image\":\"" + raw + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
        seeds.put("envelope-nested", ("{\"image\":\"" + nested + "\"}").getBytes(StandardCharsets.UTF_8));
        return seeds;
    }
}
