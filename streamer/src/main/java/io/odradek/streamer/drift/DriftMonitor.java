package io.odradek.streamer.drift;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.Reference;
import io.odradek.streamer.live.sample.Novel;
import io.odradek.streamer.message.ModelRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the images that one model classifies with its reference, a window of so many images after the other. Each
 * change of the model begins a window anew. Thread-safe; only who counts the last image of a window has to compare.
 */
public final class DriftMonitor {
    private static final Listener NOBODY = new Listener() {
        @Override
        public void watching(ModelRef model, Reference.Reading reference) {
            // Nobody.
        }

        @Override
        public void judged(ModelRef model, Verdict verdict, List<Novel> novel) {
            // Nobody.
        }
    };

    private final int windowImages;
    private final Listener listener;
    private volatile boolean keepsNovel;
    private volatile @Nullable Observer current;
    /** Of the version before, whose last batches may still be in work. */
    private @Nullable Observer before; // guarded by this

    /** Hears what came of it, on the threads that classify; must not block. */
    public interface Listener {
        /** The first batch with another version, or with the same one loaded again; its images are not counted yet. */
        void watching(ModelRef model, Reference.Reading reference);

        /**
         * A window is full; of a version before the last one that {@link #watching} told, this is late news.
         *
         * @param novel its most novel images, the most novel one first; none where they are not kept
         */
        void judged(ModelRef model, Verdict verdict, List<Novel> novel);
    }

    /**
     * Has seen no image.
     *
     * @param windowImages images in a window; 0: nothing is compared
     */
    public DriftMonitor(int windowImages, Listener listener) {
        this.windowImages = windowImages;
        this.listener = listener;
    }

    /** One that compares nothing. */
    public static DriftMonitor off() {
        return new DriftMonitor(0, NOBODY);
    }

    /**
     * Counts the images of a batch that this model classified; null where there is nothing to count for.
     *
     * @param contract of the very file that is loaded: its identity tells one loading from another
     */
    public @Nullable Observer observer(ModelRef model, ModelContract contract) {
        if (windowImages == 0) {
            return null;
        }
        Observer now = current;
        return now != null && now.isOf(contract) ? now.orNull() : change(model, contract);
    }

    private synchronized @Nullable Observer change(ModelRef model, ModelContract contract) {
        Observer now = current;
        if (now != null && now.isOf(contract)) {
            return now.orNull();
        }
        if (before != null && before.isOf(contract)) {
            return null;
        }
        before = now;
        Observer next = new Observer(model, contract, windowImages, keepsNovel, listener);
        current = next;
        listener.watching(model, contract.reference());
        return next.orNull();
    }

    /** From the next version on, small copies of the most novel images of each window are kept until it is full. */
    public void keepNovel() {
        keepsNovel = true;
    }

    /** Images in the window that is being filled. */
    public int images() {
        Observer now = current;
        return now == null ? 0 : now.images();
    }
}
