package io.odradek.trainer.cli;

import com.google.gson.Gson;
import io.odradek.trainer.TrainerException;
import io.odradek.trainer.data.FashionMnist;
import io.odradek.trainer.data.LabelledImages;
import io.odradek.trainer.replay.Payloads;
import io.odradek.trainer.replay.Replay;
import io.odradek.trainer.replay.ReplayPlan;
import io.odradek.trainer.replay.ReplayResult;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Produces the images of Fashion-MNIST to a topic, evenly over its partitions.",
            "Each record has the headers content-type and odradek-id; its key is the id, as in",
            "test-00042. At a rate, its timestamp is the time at which it was due."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  trainer replay                                          10,000 test images, full speed",
            "  trainer replay --rate 500 --count 30000 --labels-topic labels   one minute",
            "",
            "Ctrl-C stops it in good order: what was sent is flushed and counted, exit code 0."
        })
final class ReplayCommand implements Callable<Integer> {
    /** So many that no two runs have the same. */
    private static final long RUNS = 1L << 60;

    private final BooleanSupplier stop;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "images",
            description = "Topic for the images. Default: ${DEFAULT-VALUE}.")
    private String topic = "images";

    @Option(names = "--labels-topic", paramLabel = "TOPIC", description = "Topic for the true labels. Default: none.")
    private @Nullable String labelsTopic;

    @Option(
            names = "--split",
            paramLabel = "SPLIT",
            defaultValue = "test",
            description = "test (10,000 images) or train (60,000). Default: ${DEFAULT-VALUE}.")
    private FashionMnist.Split split = FashionMnist.Split.TEST;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Number of images; more than the split has: it begins anew. Default: each once.")
    private @Nullable Long count;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "0",
            description = "Images per second; 0: as fast as Kafka takes them. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "png",
            description = "png, or raw: 784 bytes of pixels. Default: ${DEFAULT-VALUE}.")
    private Payloads.Format format = Payloads.Format.PNG;

    @Option(
            names = "--unique-ids",
            description = "Put a number of this run into each id, as in test-mjb1k2x9-00042: for images that are sent"
                    + " more than once, each time as another one.")
    private boolean hasUniqueIds;

    @Mixin
    private DataOption data = new DataOption();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(names = "--json", description = "Print the result as one line of JSON.")
    private boolean json;

    /** @param stop true once somebody asked to stop */
    ReplayCommand(BooleanSupplier stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LabelledImages images = FashionMnist.read(data.locate(err), split);
        ReplayPlan plan = plan(images.size());
        Payloads payloads = Payloads.encode(images, prefix(), FashionMnist.LABELS, format, plan.count());
        ReplayResult result = replay(plan, payloads);
        print(result);
        if (result.failed() > 0) {
            throw new TrainerException(result.failed() + " records were not accepted by topic " + topic + ": "
                    + result.firstFailure() + "; " + result.sent() + " images were");
        }
        return 0;
    }

    private String prefix() {
        String name = split.name().toLowerCase(Locale.ROOT);
        return hasUniqueIds ? name + "-" + Long.toString(new SecureRandom().nextLong(RUNS), Character.MAX_RADIX) : name;
    }

    private ReplayResult replay(ReplayPlan plan, Payloads payloads) {
        try {
            return new Replay(kafka.clients(), plan, payloads, stop).run();
        } catch (InterruptedException e) {
            // Stopped before the first image.
            return new ReplayResult(0, 0, 0, null);
        }
    }

    private ReplayPlan plan(int size) {
        try {
            return new ReplayPlan(topic, labelsTopic, count == null ? size : count, rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), TrainerException.reasonOf(e));
        }
    }

    private void print(ReplayResult result) {
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println(String.format(
                    Locale.ROOT,
                    "%,d images to topic %s in %.1f s, %,.0f images/s",
                    result.sent(),
                    topic,
                    result.seconds(),
                    result.sent() / Math.max(result.seconds(), 1e-9)));
            return;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("sent", result.sent());
        line.put("failed", result.failed());
        line.put("seconds", result.seconds());
        line.put("topic", topic);
        out.println(new Gson().toJson(line));
    }
}
