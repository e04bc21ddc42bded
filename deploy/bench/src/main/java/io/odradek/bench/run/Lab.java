package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.net.Images;
import io.odradek.bench.net.Nets;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.Programs;
import io.odradek.bench.process.Starter;
import io.odradek.bench.rival.BrokerProgram;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that stays while contestants come and go: the broker in its process, the nets, the images.
 *
 * @param bootstrap the broker's address
 * @param expected what each net says of each image
 */
record Lab(
        Programs programs,
        Starter starter,
        Ledger ledger,
        Feed feed,
        Referee referee,
        String bootstrap,
        Contestant broker,
        Map<NetName, Path> nets,
        Map<NetName, int[]> expected)
        implements AutoCloseable {

    static Lab open(Options options, Children children) throws InterruptedException {
        try {
            for (String earlier : List.of("broker", "state", "logs")) {
                delete(options.out().resolve(earlier));
            }
            Path logs = Files.createDirectories(options.out().resolve("logs"));
            Files.createDirectories(options.out().resolve("state"));
            Map<NetName, Path> nets = nets(options);
            Map<NetName, Path> floatNets = new EnumMap<>(NetName.class);
            for (NetName net : List.of(NetName.SEED, NetName.DENSE)) {
                Path file = nets.getOrDefault(net, options.model());
                floatNets.put(net, write(options, net + "-float", Nets.forFloats(Files.readAllBytes(file))));
            }
            List<byte[]> images = Images.read(options.images());
            Map<NetName, int[]> expected = new EnumMap<>(NetName.class);
            nets.forEach((net, file) -> expected.put(net, Check.expected(file, images)));
            return open(options, new Programs(children, logs), nets, floatNets, images, expected);
        } catch (IOException e) {
            throw new Failure("cannot prepare the benchmark: " + e.getMessage(), e);
        }
    }

    /** What an earlier run left. */
    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Lab open(
            Options options,
            Programs programs,
            Map<NetName, Path> nets,
            Map<NetName, Path> floatNets,
            List<byte[]> images,
            Map<NetName, int[]> expected)
            throws InterruptedException {
        Programs.Started broker = programs.start(
                "broker", BrokerProgram.class, options.out().resolve("broker").toString());
        String bootstrap = broker.said();
        Contestant brokers = new Contestant(
                new Entry("broker", Program.PASS_THROUGH, NetName.SEED, Payload.RAW, 0), List.of(broker.process()));
        Ledger ledger = new Ledger(bootstrap);
        Feed feed = new Feed(bootstrap, images);
        Starter starter = new Starter(programs, options.home(), options.out(), bootstrap, nets, floatNets);
        Referee referee = new Referee(feed, ledger, brokers);
        return new Lab(programs, starter, ledger, feed, referee, bootstrap, brokers, nets, expected);
    }

    private static Map<NetName, Path> nets(Options options) throws IOException {
        Map<NetName, Path> nets = new EnumMap<>(NetName.class);
        nets.put(NetName.SEED, write(options, "seed", Files.readAllBytes(options.model())));
        nets.put(NetName.INT8, write(options, "int8", Files.readAllBytes(options.int8())));
        nets.put(NetName.DENSE, write(options, "dense", Nets.dense("dense")));
        return nets;
    }

    private static Path write(Options options, String name, byte[] file) throws IOException {
        return Files.write(options.out().resolve(name + ".onnx"), file);
    }

    @Override
    public void close() {
        feed.close();
        ledger.close();
    }
}
