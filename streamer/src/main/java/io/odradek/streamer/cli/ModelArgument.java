package io.odradek.streamer.cli;

import io.odradek.streamer.contract.ModelContract;
import io.odradek.streamer.contract.OneLine;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code NAME} or {@code NAME@VERSION} on the command line.
 *
 * @param name the model
 * @param version its version, or null when only a name is given
 */
record ModelArgument(String name, @Nullable String version) {
    /** {@code NAME} or {@code NAME@VERSION}. */
    static final class Parser implements ITypeConverter<ModelArgument> {
        @Override
        public ModelArgument convert(String text) {
            int at = text.indexOf('@');
            String name = at < 0 ? text : text.substring(0, at);
            String version = at < 0 ? null : text.substring(at + 1);
            if (!ModelContract.isName(name) || (version != null && !ModelContract.isVersion(version))) {
                throw new TypeConversionException("\"" + OneLine.of(text)
                        + "\" is no model: expected NAME or NAME@VERSION, as in" + " fashion-mnist@20261124-042000");
            }
            return new ModelArgument(name, version);
        }
    }
}
