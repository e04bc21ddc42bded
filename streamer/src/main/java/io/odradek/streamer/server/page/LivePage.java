package io.odradek.streamer.server.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The endpoints of the live page. Stateless. */
public final class LivePage {
    private LivePage() {}

    /**
     * The page, its files and its feed.
     *
     * @param access who may see it
     * @param feed JSON of what is newer than a number, in UTF-8; not asked where nobody may see it
     */
    public static List<Endpoint> endpoints(PageAccess access, LongFunction<byte[]> feed) {
        List<Endpoint> endpoints = new ArrayList<>();
        PageFiles.byPath()
                .forEach((path, file) ->
                        endpoints.add(new Endpoint(path, Endpoint.READ, guarded(access::refusalOfFile, file::send))));
        PageFeed news = new PageFeed(feed);
        endpoints.add(new Endpoint("/page/feed", Endpoint.READ, guarded(access::refusal, news::send)));
        return endpoints;
    }

    private static HttpHandler guarded(Function<HttpExchange, Optional<Refusal>> guard, HttpHandler handler) {
        return exchange -> {
            PageHeaders.set(exchange);
            Optional<Refusal> refusal = guard.apply(exchange);
            if (refusal.isPresent()) {
                refusal.get().send(exchange);
            } else {
                handler.handle(exchange);
            }
        };
    }
}
