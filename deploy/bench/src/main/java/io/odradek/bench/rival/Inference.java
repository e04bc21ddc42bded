package io.odradek.bench.rival;

import ai.onnxruntime.OrtException;
import io.odradek.bench.net.Images;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The limit of inference: ONNX Runtime's Java API alone, real images in batches, one worker for each processor on one
 * session. Prints a line {@code BATCH MICROS RATE} for each batch size: processor time of the whole process for one image,
 * and images in a second.
 *
 * <p>Arguments: net, IDX file of images, images to measure, batch sizes.
 */
public final class Inference {
    private Inference() {}

    /** Measures and prints. */
    public static void main(String[] arguments) throws Exception {
        List<byte[]> images = Images.read(Path.of(arguments[1]));
        int count = Integer.parseInt(arguments[2]);
        try (Net net = new Net(Path.of(arguments[0]))) {
            for (int i = 3; i < arguments.length; i++) {
                measure(net, images, count, Integer.parseInt(arguments[i]));
            }
        }
    }

    private static void measure(Net net, List<byte[]> images, int count, int batch) throws Exception {
        int workers = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            classify(pool, workers, net, images, count, batch);
            long start = System.nanoTime();
            Duration before = processorTime();
            int done = classify(pool, workers, net, images, count, batch);
            double micros = processorTime().minus(before).toNanos() / 1e3 / done;
            double rate = done / ((System.nanoTime() - start) / 1e9);
            System.out.println(String.format(Locale.ROOT, "%d %.3f %.0f", batch, micros, rate));
        } finally {
            pool.shutdown();
        }
    }

    private static Duration processorTime() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
    }

    private static int classify(ExecutorService pool, int workers, Net net, List<byte[]> images, int count, int batch)
            throws InterruptedException, ExecutionException {
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int w = 0; w < workers; w++) {
            int offset = w * images.size() / workers;
            tasks.add(() -> work(net, images, offset, count / workers, batch));
        }
        int done = 0;
        for (Future<Integer> task : pool.invokeAll(tasks)) {
            done += task.get();
        }
        return done;
    }

    private static int work(Net net, List<byte[]> images, int offset, int count, int batch)
            throws OrtException, IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(batch * images.get(0).length);
        int done = 0;
        while (done < count) {
            buffer.clear();
            for (int i = 0; i < batch; i++) {
                buffer.put(images.get((offset + done + i) % images.size()));
            }
            if (net.scores(buffer.flip()).length != batch) {
                throw new IOException("a batch of " + batch + " gave another number of results");
            }
            done += batch;
        }
        return done;
    }
}
