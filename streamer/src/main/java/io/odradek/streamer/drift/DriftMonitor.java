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
    private volatile @Nullable Watch current;

    /**
     * The version that images are counted for.
     *
     * @param number grows with each model that goes live
     * @param observer null where there is no reference to compare with
     */
    private record Watch(long number, @Nullable Observer observer) {}

    /** Hears what came of it, on the threads that classify; must not block. */
    public interface Listener {
        /** Another version went live, or the same one was loaded again; none of its images is counted yet. */
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
     * Counts the images of a batch that this model classified; null where there is nothing to count for, as of a version
     * that is not live any more.
     *
     * @param contract what the model's file says of itself
     * @param number grows with each model that goes live, the same file loaded again included
     */
    public @Nullable Observer observer(ModelRef model, ModelContract contract, long number) {
        if (windowImages == 0) {
            return null;
        }
        Watch now = current;
        if (now == null || now.number() < number) {
            now = change(model, contract, number);
        }
        return now.number() == number ? now.observer() : null;
    }

    private synchronized Watch change(ModelRef model, ModelContract contract, long number) {
        Watch now = current;
        if (now == null || now.number() < number) {
            Basis basis = Basis.of(contract.reference());
            now = new Watch(
                    number,
                    basis == null ? null : new Observer(model, contract, basis, windowImages, keepsNovel, listener));
            listener.watching(model, contract.reference());
            // After the listener knows, so that it hears of no window of a version that it does not know.
            current = now;
        }
        return now;
    }

    /** From the next version on, small copies of the most novel images of each window are kept until it is full. */
    public void keepNovel() {
        keepsNovel = true;
    }

    /** Images in the window that is being filled. */
    public int images() {
        Watch now = current;
        Observer observer = now == null ? null : now.observer();
        return observer == null ? 0 : observer.images();
    }
}
