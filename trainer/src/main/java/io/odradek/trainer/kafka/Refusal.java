package io.odradek.trainer.kafka;

import io.odradek.trainer.TrainerException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/** Why Kafka and its client do not come together, without a password or a JAAS configuration in it. Stateless. */
final class Refusal {
    /** How Java says that a certificate is another host's. */
    private static final Pattern HOST_FAULT = Pattern.compile("No (subject alternative|name matching)");

    private Refusal() {}

    /** Of a connection: what is wrong with the login, or with a certificate. */
    static String of(Throwable failure) {
        if (failure instanceof SaslAuthenticationException) {
            return "it refuses the login (" + TrainerException.reasonOf(failure)
                    + "); check user and password in kafka.sasl.jaas.config of --config";
        }
        Throwable root = root(failure);
        String reason = TrainerException.reasonOf(root);
        if (root instanceof CertificateExpiredException) {
            return "its certificate has expired (" + reason + "); the broker needs a new one";
        }
        if (root instanceof CertPathBuilderException) {
            return "its certificate is signed by none that kafka.ssl.truststore.location of --config trusts";
        }
        if (root instanceof CertificateException && HOST_FAULT.matcher(reason).find()) {
            return "its certificate is for another host (" + reason + "); check --bootstrap-servers";
        }
        return reason + "; check kafka.security.protocol, kafka.sasl.* and kafka.ssl.* of --config";
    }

    /** Of a client that cannot be made. */
    static String ofSettings(Throwable failure) {
        Throwable root = root(failure);
        String reason = TrainerException.reasonOf(root);
        if (reason.contains("JAAS")) {
            // Kafka's message may repeat a word of the value, and that word may be the password.
            return "kafka.sasl.jaas.config is missing or malformed, expected CLASS required username=\"NAME\""
                    + " password=\"PASSWORD\"; with the semicolon";
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.startsWith("Failed to load") && cause != root) {
                return message + ": " + reason;
            }
        }
        return reason;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
