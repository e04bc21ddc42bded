package io.odradek.streamer.kit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Sends images to a streamer's page, as the page does. */
public final class Tryout {
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpPort http;

    public Tryout(HttpPort http) {
        this.http = http;
    }

    /** A PNG of {@code side} x {@code side} grey pixels. */
    public static byte[] png(byte[] pixels, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, side, side, pixels);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** Sends it, once. */
    public HttpResponse<String> send(byte[] image, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(http.url() + path))
                .header("X-Odradek-Try", "1")
                .header("Authorization", "Bearer " + HttpPort.TOKEN)
                .header("Content-Type", "image/png")
                .POST(HttpRequest.BodyPublishers.ofByteArray(image))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Sends it, again as long as it must wait, and expects an answer. */
    public JsonObject ask(byte[] image) {
        return ask(image, "/page/try");
    }

    /** The same, to another topic. */
    public JsonObject ask(byte[] image, String path) {
        HttpResponse<String> response = awaitTurn(image, path);
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + ": " + response.body());
        }
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    /** What comes when it need not wait any more. */
    public HttpResponse<String> awaitTurn(byte[] image, String path) {
        return org.awaitility.Awaitility.await()
                .pollInterval(java.time.Duration.ofMillis(250))
                .until(() -> send(image, path), response -> response.statusCode() != 429);
    }

    /** The numbers of a heat map. */
    public static List<Double> heat(JsonObject answer) {
        JsonArray values = answer.getAsJsonObject("heat").getAsJsonArray("values");
        List<Double> heat = new ArrayList<>();
        values.forEach(value -> heat.add(value.getAsDouble()));
        return heat;
    }
}
