package io.odradek.trainer.cli;

import io.odradek.trainer.fetch.DataLocator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "data",
        description = {
            "Finds Fashion-MNIST, verifies its four files by checksum and prints their directory.",
            "The directory alone goes to standard output, so that a script can use it."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  trainer data", "  trainer data --fetch", "  trainer train --data \"$(trainer data --fetch)\""})
final class DataCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--fetch",
            description = {
                "Where it is not found: install Debian's package (root), else unpack it to the user's",
                "cache, else download the original there (30 MB)."
            })
    private boolean fetch;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        DataLocator locator = fetch ? DataLocator.fetching(err::println) : DataLocator.ofMachine(err::println);
        spec.commandLine().getOut().println(locator.locate(data.chosen()));
        return 0;
    }
}
