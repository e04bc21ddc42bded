package io.odradek.streamer.app;

import io.odradek.streamer.config.StreamerException;
import io.odradek.streamer.contract.ForeignModel;
import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import io.odradek.streamer.probe.ProcessProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Makes an Odradek model file of a foreign one and tries it as the streamer would, before anybody publishes it.
 *
 * @param foreign the foreign ONNX file
 * @param sidecar the JSON file that describes it
 * @param out where the adopted file goes
 * @param maxBytes the largest file that is admitted
 * @param probe how long a process of its own may try the adopted file; zero: there is none
 */
public record Adoption(Path foreign, Path sidecar, Path out, long maxBytes, Duration probe) {
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /**
     * Writes the adopted file, whole and admissible or not at all.
     *
     * @return which model it is
     * @throws StreamerException says why not, and names the file
     */
    public ModelRef run() {
        byte[] onnx = read(foreign, maxBytes, "odradek.model.max.bytes");
        byte[] json = read(sidecar, ForeignModel.MAX_SIDECAR_BYTES, "a sidecar");
        byte[] adopted;
        ModelRef model;
        try {
            adopted = ForeignModel.adopt(onnx, new String(json, StandardCharsets.UTF_8));
            model = Trial.of(
                    new AdmissionGate(maxBytes, TrustedKeys.NONE, ProcessProbe.of(probe, TEMPORARY)),
                    adopted,
                    null,
                    null);
        } catch (RefusedException e) {
            throw new StreamerException(
                    foreign + " with " + sidecar + " would be refused, nothing was written: "
                            + e.stage().tag() + ": " + e.getMessage(),
                    e);
        }
        Path part = out.resolveSibling("." + out.getFileName() + ".part");
        try {
            Files.write(part, adopted);
            Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
            return model;
        } catch (IOException e) {
            throw new StreamerException("cannot write " + out + ": " + e, e);
        } finally {
            delete(part);
        }
    }

    private static byte[] read(Path file, long maxBytes, String limit) {
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) > maxBytes) {
                throw new StreamerException(
                        file + " has " + Files.size(file) + " bytes, allowed: " + maxBytes + " (" + limit + ")");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new StreamerException("cannot read " + file + ": " + e, e);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new StreamerException("cannot delete " + part + ": " + e, e);
        }
    }
}
