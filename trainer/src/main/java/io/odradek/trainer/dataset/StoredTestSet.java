package io.odradek.trainer.dataset;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.ImageDecoder;
import io.odradek.trainer.data.ImageDecoder.Decoded;
import io.odradek.trainer.data.ImageDecoder.Outcome;
import io.odradek.trainer.data.ImageDecoder.Undecodable;
import io.odradek.trainer.data.InputSpec;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.data.PngEncoder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Images of IDX files.
 *
 * @param stored as the files have them
 * @param classes for each of their labels the index of its class in the model's output
 * @param input what the model takes
 */
record StoredTestSet(LabelledImages stored, List<Integer> classes, InputSpec input) implements TestSet {
    /**
     * Matches the classes.
     *
     * @param names of the classes that the images have, by label
     * @param labels of the model
     */
    static StoredTestSet of(LabelledImages stored, List<String> names, List<String> labels, InputSpec input) {
        List<Integer> classes = new ArrayList<>();
        for (String name : names) {
            int index = labels.indexOf(name);
            if (index < 0) {
                throw new TrainerException(
                        "the images have the class '" + name + "', the model has none of that name but " + labels);
            }
            classes.add(index);
        }
        return new StoredTestSet(stored, classes, input);
    }

    @Override
    public int size() {
        return stored.size();
    }

    @Override
    public Stretch read(int from, int to) {
        int[] truth = new int[to - from];
        List<String> names = new ArrayList<>();
        for (int i = from; i < to; i++) {
            truth[i - from] = classes.get(stored.label(i));
            names.add("image " + i);
        }
        return new Stretch(pixels(from, to), truth, names, List.of());
    }

    private ByteBuffer pixels(int from, int to) {
        InputSpec own = stored.input();
        if (own.channels() == input.channels() && own.height() == input.height() && own.width() == input.width()) {
            return stored.pixels(from, to);
        }
        ImageDecoder decoder = new ImageDecoder(input);
        ByteBuffer pixels = ByteBuffer.allocate((to - from) * input.bytes());
        for (int i = from; i < to; i++) {
            // As the streamer would get it: the model's own rules say what becomes of another size or of grey.
            Outcome outcome = decoder.decode(PngEncoder.encode(stored.image(i), own));
            if (!(outcome instanceof Decoded decoded)) {
                throw new TrainerException(
                        "image " + i + " of the IDX files does not fit the model: " + ((Undecodable) outcome).reason());
            }
            pixels.put(decoded.pixels());
        }
        return pixels.flip();
    }
}
