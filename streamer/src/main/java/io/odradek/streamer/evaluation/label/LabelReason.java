package io.odradek.streamer.evaluation.label;

/** Why a record of the labels topic could not be used. */
public enum LabelReason {
    /** Nothing. */
    EMPTY("the record has no value, or one of 0 bytes"),
    /** Much. */
    TOO_LARGE("key, value and id have more than 8192 bytes together, or the label more than 1000 characters"),
    /** Bytes. */
    NOT_TEXT("the value is not UTF-8"),
    /** Broken JSON. */
    BAD_JSON("the value begins as JSON and is not one object with a text `label`, each field once"),
    /** Whose? */
    NO_IDENTITY("nothing says which image it is about: no header `odradek-id`, no `id`, no `source`, no unique key"),
    /** Whose? */
    BAD_IDENTITY("its `id` or `source` is none, or the header `odradek-id` and the field `id` are not the same"),
    /** The model does not have it. */
    UNKNOWN_CLASS("a version that classified the image has no class of this name");

    private final String meaning;

    LabelReason(String meaning) {
        this.meaning = meaning;
    }

    /** For people, in Markdown. */
    public String meaning() {
        return meaning;
    }
}
