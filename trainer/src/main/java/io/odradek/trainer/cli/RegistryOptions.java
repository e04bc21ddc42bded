package io.odradek.trainer.cli;

import io.odradek.trainer.TrainerException;
import io.odradek.trainer.config.ModelId;
import io.odradek.trainer.onnx.MetadataKeys;
import io.odradek.trainer.onnx.ModelFile;
import io.odradek.trainer.publish.Promotion;
import io.odradek.trainer.publish.Published;
import io.odradek.trainer.publish.Registry;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The model registry, as every command that publishes asks. */
final class RegistryOptions {
    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "models",
            description = "Compacted topic of one partition. Default: ${DEFAULT-VALUE}.")
    private String topic = "models";

    @Option(
            names = "--by",
            paramLabel = "WHO",
            description = "Who decides, for the pointer's record. Default: you, at this machine.")
    private @Nullable String by;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the pointer's record.")
    private @Nullable String reason;

    @Mixin
    private SignOption sign = new SignOption();

    SignOption sign() {
        return sign;
    }

    Registry registry() {
        return new Registry(kafka.clients(), topic);
    }

    /**
     * Signs a file where asked, publishes it and, where asked, makes it live; says so on the command's output.
     *
     * @param verb begins the pointer's reason where the user gives none; the accuracy follows
     */
    void publish(ModelFile unsigned, boolean promote, String verb, CommandLine command) throws InterruptedException {
        PrintWriter out = command.getOut();
        ModelFile file = sign.sign(unsigned, command);
        Registry registry = registry();
        ModelId id = file.id();
        Published published = registry.publish(id, file.bytes());
        out.println("%s %s: topic %s, offset %d, sha256 %s"
                .formatted(
                        published.isNew() ? "published" : "was published already",
                        id.key(),
                        topic,
                        published.offset(),
                        published.sha256()));
        if (promote) {
            String accuracy = file.properties().getOrDefault(MetadataKeys.ACCURACY, "accuracy unknown");
            promote(registry, id, reason == null ? verb + ": " + accuracy : reason, out);
        }
    }

    private void promote(Registry registry, ModelId id, String why, PrintWriter out) throws InterruptedException {
        Promotion promotion = registry.promote(id, by == null ? currentUser() : by, why);
        if (promotion instanceof Promotion.InForce inForce) {
            out.println("live: " + id.key() + ", topic " + topic + ", offset " + inForce.offset());
        } else if (promotion instanceof Promotion.Deleted) {
            throw new TrainerException("somebody deleted the pointer of " + id.name() + " just after " + id.key()
                    + " was promoted: streamers keep the model that they serve; agree with them, then promote again");
        } else if (promotion instanceof Promotion.Superseded newer) {
            throw new TrainerException("the promotion of " + id.key() + " was superseded: " + newer.by() + " made "
                    + newer.live() + " live (" + newer.reason() + "); agree with them, then promote again");
        }
    }

    private static String currentUser() {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "localhost";
        }
        return System.getProperty("user.name") + "@" + host;
    }
}
