package io.odradek.bench.run;

import io.odradek.bench.entry.NetName;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What each net says of the images, asked when it is needed first. Used by one thread. */
final class Expectations {
    private final Map<NetName, Path> nets;
    private final List<byte[]> images;
    private final Map<NetName, int[]> classes = new EnumMap<>(NetName.class);

    Expectations(Map<NetName, Path> nets, List<byte[]> images) {
        this.nets = Map.copyOf(nets);
        this.images = List.copyOf(images);
    }

    /** The class of each of the first images, at least so many where there are so many. */
    int[] of(NetName net, int count) {
        int wanted = Math.min(count, images.size());
        int[] known = classes.getOrDefault(net, new int[0]);
        if (known.length < wanted) {
            known = Check.expected(Objects.requireNonNull(nets.get(net), net.name()), images.subList(0, wanted));
            classes.put(net, known);
        }
        return known;
    }
}
