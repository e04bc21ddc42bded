package io.odradek.streamer.plan.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object by their kind; each failure names the field, what it holds and what is allowed.
 *
 * @param path of the object, with a dot at its end; empty for the outermost
 * @param json the object
 */
record Fields(String path, JsonObject json) {
    private static final int MOST_CHARACTERS = 60;

    Fields object(String name) {
        if (json.get(name) instanceof JsonObject object) {
            return new Fields(path + name + ".", object);
        }
        throw wrong(name, "an object");
    }

    List<Fields> objects(String name) {
        if (!(json.get(name) instanceof JsonArray array)) {
            throw wrong(name, "an array of objects");
        }
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String place = path + name + "[" + i + "]";
            if (!(array.get(i) instanceof JsonObject object)) {
                throw wrong(place, array.get(i), "an object");
            }
            objects.add(new Fields(place + ".", object));
        }
        return objects;
    }

    String text(String name) {
        if (json.get(name) instanceof JsonPrimitive text && text.isString()) {
            return text.getAsString();
        }
        throw wrong(name, "a text");
    }

    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw wrong(name, "a time in UTC, as in 2026-11-28T22:00:00Z");
        }
    }

    double number(String name) {
        if (json.get(name) instanceof JsonPrimitive number
                && number.isNumber()
                && Double.isFinite(number.getAsDouble())) {
            return number.getAsDouble();
        }
        throw wrong(name, "a number");
    }

    int whole(String name) {
        double number = number(name);
        if (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE) {
            return (int) number;
        }
        throw wrong(name, "a whole number");
    }

    private IllegalArgumentException wrong(String name, String allowed) {
        return wrong(path + name, json.get(name), allowed);
    }

    private static IllegalArgumentException wrong(String place, @Nullable JsonElement found, String allowed) {
        String value = String.valueOf(found);
        String head = value.length() <= MOST_CHARACTERS ? value : value.substring(0, MOST_CHARACTERS) + "...";
        return new IllegalArgumentException(
                place + (found == null ? " is missing" : " is " + head) + ", allowed: " + allowed);
    }
}
