package io.odradek.streamer.drift;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.image.ImageFormat;
import io.odradek.streamer.image.Picture;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.live.sample.Thumbnail;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.message.Source;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the images that one version of a model classified, and has each window judged when it is full. Counting an image
 * allocates nothing. Thread-safe.
 */
public final class Observer {
    private final ModelRef model;
    private final ModelContract contract;
    private final int windowImages;
    private final DriftMonitor.Listener listener;
    private final @Nullable Basis basis;

    private final boolean keepsNovel;

    private @Nullable Window window; // guarded by this
    private NovelImages novel = new NovelImages(); // guarded by this

    Observer(
            ModelRef model,
            ModelContract contract,
            int windowImages,
            boolean keepsNovel,
            DriftMonitor.Listener listener) {
        this.model = model;
        this.contract = contract;
        this.windowImages = windowImages;
        this.keepsNovel = keepsNovel;
        this.listener = listener;
        this.basis =
                contract.reference() instanceof Reference.Reading.Known known ? new Basis(known.reference()) : null;
        this.window = basis == null ? null : new Window(basis);
    }

    /** Whether it counts for this very loading of a file: the same file may be loaded again. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(ModelContract other) {
        return contract == other;
    }

    /** Null where there is no reference to compare with. */
    @Nullable
    Observer orNull() {
        return basis == null ? null : this;
    }

    synchronized int images() {
        return window == null ? 0 : window.images();
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
        Basis bins = basis;
        if (bins == null) {
            return;
        }
        int mean = bins.scale(Statistic.MEAN).bin(moments.mean());
        int contrast = bins.scale(Statistic.CONTRAST).bin(moments.contrast());
        int size = bins.scale(Statistic.SIZE).bin((double) pixels);
        int tenth = Basis.tenth(confidence);
        int kind = Basis.format(format);
        double bits = keepsNovel
                ? bins.scale(Statistic.CONFIDENCE).bits(tenth)
                        + bins.scale(Statistic.MEAN).bits(mean)
                        + bins.scale(Statistic.CONTRAST).bits(contrast)
                        + bins.scale(Statistic.SIZE).bits(size)
                        + bins.scale(Statistic.FORMAT).bits(kind)
                        + (1 - confidence)
                : 0;
        synchronized (this) {
            Window now = window == null ? new Window(bins) : window;
            now.countImage();
            now.count(Statistic.CLASSES, index);
            now.count(Statistic.CONFIDENCE, tenth);
            now.count(Statistic.MEAN, mean);
            now.count(Statistic.CONTRAST, contrast);
            now.count(Statistic.SIZE, size);
            now.count(Statistic.FORMAT, kind);
            if (keepsNovel && novel.isAmongThem(bits)) {
                Thumbnail small = Thumbnail.of(Picture.of(tensor, contract.input()));
                novel.add(new Novel(bits, contract.labels().get(index), confidence, source.get(), small));
            }
            window = now;
            if (now.images() >= windowImages) {
                close(bins, now);
            }
        }
    }

    private synchronized void close(Basis bins, Window full) {
        List<Novel> most = novel.all();
        window = new Window(bins);
        novel = new NovelImages();
        listener.judged(model, full.judge(), most);
    }
}
