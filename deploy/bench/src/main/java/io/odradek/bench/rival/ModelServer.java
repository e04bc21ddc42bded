package io.odradek.bench.rival;

import ai.onnxruntime.OrtException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Executors;

/**
 * A model server on loopback: raw pixels in the body of a POST, JSON back, connections kept open. Prints {@link
 * StreamsProgram#READY} and its port. Arguments: net.
 */
public final class ModelServer {
    private ModelServer() {}

    /** Serves until SIGTERM. */
    public static void main(String[] arguments) throws Exception {
        // Java's server leaves Nagle's algorithm on, which waits 40 ms with a small answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Net net = new Net(Path.of(arguments[0]));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors()));
        server.createContext("/predict", exchange -> answer(exchange, net));
        server.start();
        System.out.println(StreamsProgram.READY + " " + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange, Net net) throws IOException {
        byte[] pixels = exchange.getRequestBody().readAllBytes();
        try {
            byte[] json = Scored.json(net.scores(
                            ByteBuffer.allocateDirect(pixels.length).put(pixels).flip())[0]);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, json.length);
            exchange.getResponseBody().write(json);
        } catch (OrtException e) {
            exchange.sendResponseHeaders(500, -1);
        } finally {
            exchange.close();
        }
    }
}
