package io.odradek.streamer.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.odradek.streamer.message.ModelRef;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class NoTracingTest {
    private static final int IMAGES = 100_000;
    private static final ModelRef MODEL = new ModelRef("m", "1", "0".repeat(64));

    private final Headers headers = new RecordHeaders().add("traceparent", new byte[] {1});
    private final List<Traced> images = List.of(() -> Step.NONE);

    @Test
    void allocatesNothingAndLeavesTheHeadersAlone() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        way(Tracing.OFF);
        threads.getCurrentThreadAllocatedBytes();

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < IMAGES; i++) {
            way(Tracing.OFF);
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        System.err.println("NoTracingTest: " + bytes + " bytes for " + IMAGES + " images");
        assertThat(bytes).as("bytes for %d images", IMAGES).isLessThan(IMAGES / 10);
        assertThat(headers.toArray()).hasSize(1);
        assertThat(headers.lastHeader("traceparent").value()).containsExactly(1);
    }

    /** Every step that an image can take. */
    private void way(Tracing tracing) {
        Step image = tracing.classify("images", 0, 1, headers);
        Step batch = tracing.batch(images, MODEL);
        tracing.decode(image).end();
        tracing.inference(batch, 1, MODEL).end();
        batch.end();
        image.error("EMPTY", "nothing");
        image.end();
        Step prediction = tracing.prediction(image);
        prediction.mark(headers);
        prediction.end();
        tracing.deadLetter(image).end();
    }
}
