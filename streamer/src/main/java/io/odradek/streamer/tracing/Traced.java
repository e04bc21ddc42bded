package io.odradek.streamer.tracing;

/** What has a span. */
public interface Traced {
    /** That of {@link Tracing#classify}. */
    Step step();
}
