package io.odradek.streamer.drift;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.live.sample.Thumbnail;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.function.Supplier;

/**
 * Counts the images that one version of a model classified, and has each window judged when it is full. Counting an image
 * allocates nothing. Thread-safe.
 */
public final class Observer {
    private final ModelRef model;
    private final ModelContract contract;
    private final int windowImages;
    private final DriftMonitor.Listener listener;
    private final Basis basis;
    private final boolean keepsNovel;

    private Window window; // guarded by this
    private NovelImages novel = new NovelImages(); // guarded by this

    Observer(
            ModelRef model,
            ModelContract contract,
            Basis basis,
            int windowImages,
            boolean keepsNovel,
            DriftMonitor.Listener listener) {
        this.model = model;
        this.contract = contract;
        this.windowImages = windowImages;
        this.keepsNovel = keepsNovel;
        this.listener = listener;
        this.basis = basis;
        this.window = new Window(basis);
    }

    synchronized int images() {
        return window.images();
    }

    /**
     * Counts an image; the few that are the most novel of their window are made small and kept, where they are wanted.
     *
     * @param index of the label
     * @param confidence its probability, 0 to 1
     * @param moments have looked at its tensor
     * @param format of its file
     * @param pixels of the image in its own size
     * @param tensor {@code [C, H, W]}, read only, not kept
     * @param source the image's record, asked for where it is kept
     */
    public void add(
            int index,
            float confidence,
            PixelMoments moments,
            ImageFormat format,
            long pixels,
            byte[] tensor,
            Supplier<Source> source) {
        int mean = basis.scale(Statistic.MEAN).bin(moments.mean());
        int contrast = basis.scale(Statistic.CONTRAST).bin(moments.contrast());
        int size = basis.scale(Statistic.SIZE).bin((double) pixels);
        int tenth = Basis.tenth(confidence);
        int kind = Basis.format(format);
        double bits = 0;
        if (keepsNovel) {
            bits = basis.scale(Statistic.CONFIDENCE).bits(tenth)
                    + basis.scale(Statistic.MEAN).bits(mean)
                    + basis.scale(Statistic.CONTRAST).bits(contrast)
                    + basis.scale(Statistic.SIZE).bits(size)
                    + basis.scale(Statistic.FORMAT).bits(kind)
                    + (1 - confidence);
        }
        // Made, as all that takes long, while no other thread waits.
        Novel small = keepsNovel && isNovel(bits)
                ? new Novel(
                        bits,
                        contract.labels().get(index),
                        confidence,
                        source.get(),
                        Thumbnail.of(Picture.of(tensor, contract.input())))
                : null;
        Window full;
        List<Novel> most;
        synchronized (this) {
            Window now = window;
            now.countImage();
            now.count(Statistic.CLASSES, index);
            now.count(Statistic.CONFIDENCE, tenth);
            now.count(Statistic.MEAN, mean);
            now.count(Statistic.CONTRAST, contrast);
            now.count(Statistic.SIZE, size);
            now.count(Statistic.FORMAT, kind);
            if (small != null) {
                novel.add(small);
            }
            if (now.images() < windowImages) {
                return;
            }
            full = now;
            most = novel.all();
            window = new Window(basis);
            novel = new NovelImages();
        }
        listener.judged(model, full.judge(), most);
    }

    private synchronized boolean isNovel(double bits) {
        return novel.isAmongThem(bits);
    }
}
