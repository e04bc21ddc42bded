package io.odradek.chart;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.Serial;
import java.util.Map;
import java.util.Optional;

/** Manifests as objects of the Java models of Kubernetes, Prometheus' operator and Strimzi. Stateless. */
final class JavaModels {
    /** The models keep fields that they do not know in a map of additional ones; here they are errors. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Serial
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            })
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private JavaModels() {}

    /** What is wrong with a manifest; empty where nothing is, or where there is no model. */
    static Optional<String> complaint(Map<String, Object> manifest) {
        Kind kind = Kind.valueOf(String.valueOf(manifest.get("kind")));
        Class<?> model = kind.model();
        if (model == null) {
            return Optional.empty();
        }
        try {
            HasMetadata parsed = (HasMetadata) STRICT.convertValue(manifest, model);
            String apiVersion = HasMetadata.getApiVersion(parsed.getClass());
            return apiVersion.equals(manifest.get("apiVersion"))
                    ? Optional.empty()
                    : Optional.of(kind + " is of " + apiVersion + ", not " + manifest.get("apiVersion"));
        } catch (IllegalArgumentException e) {
            return Optional.of(kind + ": " + e.getMessage());
        }
    }
}
