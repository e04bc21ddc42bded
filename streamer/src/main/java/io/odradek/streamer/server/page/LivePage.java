package io.odradek.streamer.server.page;

import com.sun.net.httpserver.HttpExchange;
import io.odradek.streamer.server.Endpoint;
import io.odradek.streamer.server.PageAccess;
import io.odradek.streamer.server.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;

/** The endpoints of the pages. Stateless. */
public final class LivePage {
    private LivePage() {}

    /** Pages that are served at {@code /}. */
    public enum Kind {
        /** The live page of the streamer. */
        LIVE("page"),
        /** That of the evaluation: it has most of its files from the live page. */
        ACCURACY("accuracy");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }
    }

    /**
     * A page, its files and its feed.
     *
     * @param kind which page
     * @param access who may see it
     * @param feed JSON of what is newer than a number, in UTF-8; not asked where nobody may see it
     */
    public static List<Endpoint> endpoints(Kind kind, PageAccess access, LongFunction<byte[]> feed) {
        List<Endpoint> endpoints = new ArrayList<>();
        PageFiles.byPath(kind.folder)
                .forEach((path, file) -> endpoints.add(
                        new Endpoint(path, Endpoint.READ, withHeaders(access::refusalOfFile), file::send)));
        PageFeed news = new PageFeed(feed);
        endpoints.add(new Endpoint("/page/feed", Endpoint.READ, withHeaders(access::refusal), news::send));
        return endpoints;
    }

    /** A refusal is shown in a browser, too. */
    private static Function<HttpExchange, Optional<Refusal>> withHeaders(
            Function<HttpExchange, Optional<Refusal>> guard) {
        return exchange -> {
            PageHeaders.set(exchange);
            return guard.apply(exchange);
        };
    }
}
