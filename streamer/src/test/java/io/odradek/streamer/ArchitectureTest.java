package io.odradek.streamer;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.odradek.streamer", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cli")
            .definedBy("..cli..")
            .layer("app")
            .definedBy("..app..")
            .layer("topology")
            .definedBy("..topology..")
            .layer("server")
            .definedBy("..server..")
            .layer("registry")
            .definedBy("..registry..")
            .layer("model")
            .definedBy("..model..")
            .layer("contract")
            .definedBy("..contract..")
            .layer("metrics")
            .definedBy("..metrics..")
            .layer("config")
            .definedBy("..config..")
            .layer("message")
            .definedBy("..message..")
            .layer("image")
            .definedBy("..image..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("app")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("app", "topology", "registry")
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers("app", "registry", "model")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("app", "topology")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers("cli", "app", "topology", "server")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("app", "topology", "registry", "model", "metrics")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers("topology", "model", "contract", "metrics");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.odradek.streamer.(*)..").should().beFreeOfCycles();
}
