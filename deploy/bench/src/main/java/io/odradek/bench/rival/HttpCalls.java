package io.odradek.bench.rival;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/** A call of a model server for each record: raw pixels in the body, over connections that are kept open and pooled. */
public final class HttpCalls {
    private HttpCalls() {}

    /** Runs; see {@link StreamsProgram}. */
    public static void main(String[] arguments) throws Exception {
        // A POST too is sent again when the server closed the kept connection just then; the server changes nothing.
        System.setProperty("jdk.httpclient.enableAllMethodRetry", "true");
        StreamsProgram program = new StreamsProgram(arguments);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        URI server = URI.create(program.server());
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(program.in(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .mapValues(pixels -> call(client, server, pixels))
                .to(program.out(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        program.run(builder.build());
    }

    private static byte[] call(HttpClient client, URI server, byte[] pixels) {
        HttpRequest request = HttpRequest.newBuilder(server)
                .POST(HttpRequest.BodyPublishers.ofByteArray(pixels))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("the model server answered " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new IllegalStateException("the model server does not answer: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
