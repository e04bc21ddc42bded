package io.odradek.bench.run;

import io.odradek.bench.entry.Entry;
import io.odradek.bench.entry.NetName;
import io.odradek.bench.entry.Payload;
import io.odradek.bench.entry.Program;
import io.odradek.bench.net.Images;
import io.odradek.bench.net.Nets;
import io.odradek.bench.process.Contestant;
import io.odradek.bench.process.Leftovers;
import io.odradek.bench.process.Programs;
import io.odradek.bench.process.Starter;
import io.odradek.bench.rival.BrokerProgram;
import io.odradek.quickstart.console.Failure;
import io.odradek.quickstart.process.Children;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that stays while contestants come and go: the broker in its process, the nets, the images.
 *
 * @param bootstrap the broker's address
 * @param expectations what the nets say of the images
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
        Expectations expectations)
        implements AutoCloseable {

    /**
     * Those of Kafka's own start script. And one that runs for days has compiled what it will: this one does after a fifth of
     * the calls that it takes else.
     */
    private static final List<String> JAVA_OF_BROKER = List.of(
            "-Xms1g",
            "-Xmx1g",
            "-XX:+UseG1GC",
            "-XX:MaxGCPauseMillis=20",
            "-XX:InitiatingHeapOccupancyPercent=35",
            "-XX:+ExplicitGCInvokesConcurrent",
            "-XX:CompileThresholdScaling=0.2");

    static Lab open(Options options, Children children) throws InterruptedException {
        try {
            for (String earlier : List.of("broker", "state", "logs")) {
                Leftovers.delete(options.out().resolve(earlier));
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
            return open(options, new Programs(children, logs), nets, floatNets, images);
        } catch (IOException e) {
            throw new Failure("cannot prepare the benchmark: " + e.getMessage(), e);
        }
    }

    private static Lab open(
            Options options,
            Programs programs,
            Map<NetName, Path> nets,
            Map<NetName, Path> floatNets,
            List<byte[]> images)
            throws InterruptedException {
        Programs.Started broker = programs.start(
                "broker",
                JAVA_OF_BROKER,
                BrokerProgram.class,
                options.out().resolve("broker").toString());
        String bootstrap = broker.said();
        Contestant brokers = new Contestant(
                new Entry("broker", Program.PASS_THROUGH, NetName.SEED, Payload.RAW, 0), List.of(broker.process()));
        Ledger ledger = new Ledger(bootstrap);
        Feed feed = new Feed(bootstrap, images);
        Starter starter = new Starter(programs, options.home(), options.out(), bootstrap, nets, floatNets);
        Referee referee = new Referee(bootstrap, feed, ledger, brokers);
        return new Lab(
                programs, starter, ledger, feed, referee, bootstrap, brokers, nets, new Expectations(nets, images));
    }

    private static Map<NetName, Path> nets(Options options) throws IOException {
        Map<NetName, Path> nets = new EnumMap<>(NetName.class);
        nets.put(NetName.SEED, write(options, "seed", Files.readAllBytes(options.model())));
        nets.put(NetName.INT8, write(options, "int8", Files.readAllBytes(options.int8())));
        nets.put(NetName.DENSE, write(options, "dense", Nets.dense(NetName.DENSE.model())));
        if (options.parts().contains(Options.Part.SCALE)) {
            nets.put(NetName.RESIZE, write(options, "resize", Nets.resizing(Files.readAllBytes(options.model()))));
            for (NetName net : NetName.values()) {
                if (net.isConvolution()) {
                    nets.put(net, write(options, net.name().toLowerCase(Locale.ROOT), net.convolution()));
                }
            }
        }
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
