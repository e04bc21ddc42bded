package io.odradek.streamer.model.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.kit.SeedModels;
import io.odradek.streamer.model.ForeignModels;
import io.odradek.streamer.model.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Damaged model files: each seed gives one, always the same. Three ways: another operator is put into the graph, fields
 * of the parsed file are changed, and its bytes are.
 */
final class Mutants {
    private static final Path CONTRACT = Path.of("..", "deploy", "contract");
    private static final int MOST_CHANGES = 4;

    private final List<byte[]> originals = new ArrayList<>();
    private final List<ModelProto> models = new ArrayList<>();

    /** Reads the originals: the real nets with floats and with integers, test models, and an adopted foreign one. */
    Mutants() {
        try {
            originals.add(TestModels.file("1", 0));
            originals.add(TestModels.lookingAt("1", 28, 3, 3, 9));
            originals.add(TestModels.failingAt("1", 200));
            originals.add(ForeignModel.adopt(ForeignModels.brightest(0), ForeignModels.sidecar("1")));
            originals.add(new SeedModels().file(1));
            originals.add(Files.readAllBytes(CONTRACT.resolve("fashion-mnist-seed-int8.onnx")));
            for (byte[] original : originals) {
                models.add(ModelProto.parseFrom(original));
            }
        } catch (IOException | RefusedException e) {
            throw new AssertionError(e);
        }
    }

    /** The originals. */
    List<byte[]> originals() {
        return originals;
    }

    /** The file of this seed. */
    byte[] file(long seed) {
        Random random = new Random(seed);
        int which = random.nextInt(originals.size());
        int way = random.nextInt(10);
        if (way == 0) {
            return bytes(originals.get(which), random);
        }
        ModelProto.Builder model = models.get(which).toBuilder();
        int changes = 1 + random.nextInt(MOST_CHANGES);
        if (way < 6) {
            Graft graft = new Graft(model.getGraphBuilder(), random);
            for (int i = 0; i < changes; i++) {
                graft.operator();
            }
            graft.join();
        } else {
            Fields fields = new Fields(models.get(random.nextInt(models.size())), random);
            for (int i = 0; i < changes; i++) {
                fields.change(model);
            }
        }
        return model.build().toByteArray();
    }

    /** Flips bits, cuts pieces out, doubles pieces, and writes large numbers where there are small ones. */
    private static byte[] bytes(byte[] original, Random random) {
        byte[] file = original.clone();
        for (int i = 1 + random.nextInt(MOST_CHANGES); i > 0; i--) {
            int at = random.nextInt(file.length);
            int length = Math.min(1 + random.nextInt(64), file.length - at);
            switch (random.nextInt(4)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> Arrays.fill(file, at, at + length, (byte) 0xff);
                case 2 -> System.arraycopy(file, at, file, random.nextInt(file.length - length), length);
                default -> file = Arrays.copyOf(file, at);
            }
            if (file.length < 64) {
                return file;
            }
        }
        return file;
    }
}
