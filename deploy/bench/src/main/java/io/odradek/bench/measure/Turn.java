package io.odradek.bench.measure;

import io.odradek.bench.process.ProcessorTime;
import java.util.Map;

/**
 * What one contestant took for the images of one round.
 *
 * @param images in this turn
 * @param applicationMicros processor time of its processes for one image
 * @param brokerMicros processor time of the broker for one image
 * @param brokerCompilers share of that which Java's compilers took in the broker, 0 to 1; 0 where the system does not tell
 * @param imagesPerSecond from the moment that it may begin until its last answer is there
 * @param threads share of the application's processor time by kind of thread, 0 to 1; empty where the system does not tell
 */
public record Turn(
        int images,
        double applicationMicros,
        double brokerMicros,
        double brokerCompilers,
        double imagesPerSecond,
        Map<String, Double> threads) {
    /** Copies. */
    public Turn {
        threads = Map.copyOf(threads);
    }

    /** Processor time of application and broker for one image, in microseconds. */
    public double micros() {
        return applicationMicros + brokerMicros;
    }

    /** What of that Java's compilers took, in the application and in the broker. */
    public double compilerMicros() {
        return applicationMicros * threads.getOrDefault(ProcessorTime.COMPILER, 0.0) + brokerMicros * brokerCompilers;
    }
}
