package io.odradek.streamer.history;

import io.odradek.streamer.message.ModelRef;
import io.odradek.streamer.model.ModelHolder;
import java.util.Optional;

/** Where versions of models are kept that answered long ago. */
public interface Archive {
    /** What came of fetching a version. */
    sealed interface Fetched {
        /**
         * It can be asked.
         *
         * @param models lends it; the receiver closes it
         */
        record Here(ModelHolder models) implements Fetched {}

        /**
         * It cannot.
         *
         * @param why the reason
         */
        record Gone(String why) implements Fetched {}
    }

    /** The version in force for a topic of images; nothing where the settings or the models topic name none. */
    Optional<ModelRef> inForce(String images);

    /** Gets a version, if its file is still the same. */
    Fetched get(ModelRef version);
}
