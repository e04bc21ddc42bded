package io.odradek.streamer.model.fuzz;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Changes fields of a parsed file: numbers, texts and bytes become others, parts are dropped, doubled, moved, and taken
 * from another file.
 */
final class Fields {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        2,
        3,
        7,
        16,
        127,
        128,
        255,
        256,
        65_535,
        1 << 20,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        1L << 32,
        (1L << 32) + 1,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -2,
        -1_000_000
    };
    private static final float[] FLOATS = {0, -1, 1e-30f, 1e30f, Float.NaN, Float.POSITIVE_INFINITY, -0f, 0.5f};
    private static final String[] TEXTS = {
        "", "x", "image", "a\0b", "../x", "SAME_UPPER", "reflect", "linear", "abc->cba"
    };

    /** The metadata are checked in Java only, and a file without them gets no further. */
    private static final String METADATA = "metadata_props";

    private final Random random;
    /** Parts of another file, by type. */
    private final Map<String, List<Message>> parts = new HashMap<>();

    private final List<String> names = new ArrayList<>(List.of(TEXTS));

    Fields(ModelProto other, Random random) {
        this.random = random;
        collect(other);
        names.addAll(OddOperators.OPERATORS);
    }

    private void collect(Message message) {
        parts.computeIfAbsent(message.getDescriptorForType().getName(), k -> new ArrayList<>())
                .add(message);
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == JavaType.MESSAGE && !field.getName().equals(METADATA)) {
                (field.isRepeated() ? (List<?>) value : List.of(value)).forEach(part -> collect((Message) part));
            }
            if (field.getName().equals("output") && field.getJavaType() == JavaType.STRING) {
                ((List<?>) value).forEach(name -> names.add((String) name));
            }
        });
    }

    /** One change somewhere in it. */
    void change(Message.Builder message) {
        List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
        set.removeIf(field -> field.getName().equals(METADATA) && random.nextInt(10) > 0);
        List<FieldDescriptor> all = message.getDescriptorForType().getFields();
        FieldDescriptor field =
                set.isEmpty() || random.nextInt(20) == 0 ? all.get(random.nextInt(all.size())) : pick(set);
        if (field.isRepeated()) {
            changeList(message, field);
        } else if (field.getJavaType() == JavaType.MESSAGE) {
            // The graph above all.
            if (random.nextInt(field.getName().equals("graph") ? 200 : 8) == 0) {
                message.clearField(field);
            } else {
                change(message.getFieldBuilder(field));
            }
        } else {
            message.setField(field, other(field, message.getField(field)));
        }
    }

    private FieldDescriptor pick(List<FieldDescriptor> set) {
        for (FieldDescriptor field : set) {
            boolean isHeart = field.getName().equals("graph") || field.getName().equals("node");
            if (isHeart && random.nextInt(3) > 0) {
                return field;
            }
        }
        return set.get(random.nextInt(set.size()));
    }

    private void changeList(Message.Builder message, FieldDescriptor field) {
        List<Object> values = new ArrayList<>((List<?>) message.getField(field));
        int at = values.isEmpty() ? 0 : random.nextInt(values.size());
        int way = values.isEmpty() ? 7 : random.nextInt(8);
        switch (way) {
            case 0 -> values.remove(at);
            case 1 -> values.add(random.nextInt(values.size()), values.get(at));
            case 2 -> values.add(random.nextInt(values.size()), values.remove(at));
            case 7 -> values.add(random.nextInt(values.size() + 1), part(field));
            default -> values.set(at, changed(field, values.get(at)));
        }
        message.setField(field, values);
    }

    private Object changed(FieldDescriptor field, Object value) {
        if (field.getJavaType() != JavaType.MESSAGE) {
            return other(field, value);
        }
        Message.Builder builder = ((Message) value).toBuilder();
        change(builder);
        return builder.build();
    }

    private Object part(FieldDescriptor field) {
        if (field.getJavaType() != JavaType.MESSAGE) {
            return other(field, field.getJavaType() == JavaType.BYTE_STRING ? ByteString.EMPTY : 0L);
        }
        List<Message> found = parts.getOrDefault(field.getMessageType().getName(), List.of());
        return found.isEmpty()
                ? DynamicMessage.getDefaultInstance(field.getMessageType())
                : found.get(random.nextInt(found.size()));
    }

    private Object other(FieldDescriptor field, Object value) {
        long number = NUMBERS[random.nextInt(NUMBERS.length)];
        return switch (field.getJavaType()) {
            case INT -> random.nextBoolean() ? random.nextInt(25) : (int) number;
            case LONG -> random.nextBoolean() ? (Long) value + random.nextInt(5) - 2 : number;
            case FLOAT -> FLOATS[random.nextInt(FLOATS.length)];
            case DOUBLE -> (double) FLOATS[random.nextInt(FLOATS.length)];
            case BOOLEAN -> random.nextBoolean();
            case STRING -> names.get(random.nextInt(names.size()));
            case BYTE_STRING -> bytes((ByteString) value);
            case ENUM ->
                field.getEnumType()
                        .getValues()
                        .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE -> throw new AssertionError(field);
        };
    }

    private ByteString bytes(ByteString value) {
        if (value.isEmpty() || random.nextInt(4) == 0) {
            return value.concat(ByteString.copyFrom(new byte[random.nextInt(9)]));
        }
        if (random.nextInt(4) == 0) {
            return value.substring(random.nextInt(value.size()));
        }
        byte[] copy = value.toByteArray();
        for (int i = 1 + random.nextInt(8); i > 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) NUMBERS[random.nextInt(NUMBERS.length)];
        }
        return ByteString.copyFrom(copy);
    }
}
