package io.odradek.streamer.model.fuzz;

import io.odradek.streamer.contract.RefusedException;
import io.odradek.streamer.contract.TrustedKeys;
import io.odradek.streamer.model.AdmissionGate;
import io.odradek.streamer.model.Trial;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process that may crash: puts each file that standard input names through the whole of admission, and answers with
 * a line: outcome, milliseconds, and the most memory since the line before in MiB.
 */
final class FuzzedAdmissions {
    static final String MARK = "tried: ";

    private FuzzedAdmissions() {}

    public static void main(String[] arguments) throws IOException {
        AdmissionGate gate = new AdmissionGate(1 << 26, TrustedKeys.NONE);
        BufferedReader files = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (@Nullable String file = files.readLine(); file != null; file = files.readLine()) {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            forgetPeak();
            long start = System.nanoTime();
            String outcome = outcome(gate, bytes);
            System.out.println(MARK + outcome + " " + (System.nanoTime() - start) / 1_000_000 + " " + peak());
        }
        Runtime.getRuntime().halt(0);
    }

    private static String outcome(AdmissionGate gate, byte[] bytes) {
        try {
            Trial.of(gate, bytes, null, null);
            return "admitted";
        } catch (RefusedException e) {
            String why = String.valueOf(e.getMessage());
            boolean memory = why.contains("allocat") || why.contains("bad_alloc");
            return e.stage().tag() + (memory ? ":memory" : "");
        }
    }

    private static void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    }

    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
            }
        }
        return 0;
    }
}
