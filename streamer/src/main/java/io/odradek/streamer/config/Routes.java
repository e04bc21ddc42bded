package io.odradek.streamer.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which model classifies the images of which topic: one route by default, or those that {@code odradek.routes} names. Several
 * topics may share a model. Immutable.
 *
 * @param modelByTopic the model's name for each topic of images, at least one, in the order given
 */
public record Routes(Map<String, String> modelByTopic) {
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private static final Pattern ROUTE = Pattern.compile("\\s*([^=,\\s]+)\\s*=\\s*([^=,\\s]+)\\s*");

    /** Copies the map, in its order. */
    public Routes {
        modelByTopic = Collections.unmodifiableMap(new LinkedHashMap<>(modelByTopic));
    }

    /** One topic, one model. */
    public static Routes one(String topic, String model) {
        return new Routes(Map.of(topic, model));
    }

    /** Checks the settings. @throws ConfigException for the first that is wrong */
    static Routes of(Settings settings) {
        String routes = settings.get(Setting.ROUTES);
        if (routes.isBlank()) {
            String topic = settings.get(Setting.IMAGES_TOPIC);
            TopicNames.check(Setting.IMAGES_TOPIC, topic);
            return one(topic, StreamerConfig.matching(settings, Setting.MODEL_NAME, MODEL.pattern()));
        }
        for (Setting single : List.of(Setting.IMAGES_TOPIC, Setting.MODEL_NAME)) {
            if (settings.isGiven(single)) {
                throw new ConfigException(Setting.ROUTES.key() + " is \"" + routes + "\" and " + single.key() + " is \""
                        + settings.get(single) + "\": give one of the two, topics and models stand in "
                        + Setting.ROUTES.key());
            }
        }
        return new Routes(parse(settings, routes));
    }

    private static Map<String, String> parse(Settings settings, String text) {
        Map<String, String> routes = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            var route = ROUTE.matcher(part);
            if (!route.matches() || !MODEL.matcher(route.group(2)).matches()) {
                throw settings.wrong(Setting.ROUTES);
            }
            String topic = route.group(1);
            TopicNames.check(Setting.ROUTES, topic);
            String other = routes.put(topic, route.group(2));
            if (other != null) {
                throw new ConfigException(Setting.ROUTES.key() + " is \"" + text + "\": topic " + topic
                        + " stands there twice; one topic has one model");
            }
        }
        return routes;
    }

    /** The topics of images, at least one. */
    public List<String> topics() {
        return List.copyOf(modelByTopic.keySet());
    }

    /** The models' names, each once, at least one. */
    public List<String> models() {
        return List.copyOf(new LinkedHashSet<>(modelByTopic.values()));
    }

    /** The name of the model that classifies a topic's images. @throws IllegalArgumentException when none does */
    public String model(String topic) {
        String model = modelByTopic.get(topic);
        if (model == null) {
            throw new IllegalArgumentException("no route for topic " + topic);
        }
        return model;
    }
}
