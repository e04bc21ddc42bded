package io.odradek.streamer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
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
            .withOptionalLayers(true)
            .layer("cli")
            .definedBy("..cli..")
            .layer("app")
            .definedBy("..app..")
            .layer("health")
            .definedBy("..health..")
            .layer("server")
            .definedBy("..server..")
            .layer("trial")
            .definedBy("..trial..")
            .layer("explain")
            .definedBy("..explain..")
            .layer("topology")
            .definedBy("..topology..")
            .layer("delivery")
            .definedBy("..delivery..")
            .layer("intake")
            .definedBy("..intake..")
            .layer("live")
            .definedBy("..live..")
            .layer("tracing")
            .definedBy("..tracing..")
            .layer("loader")
            .definedBy("..loader..")
            .layer("registry")
            .definedBy("..registry..")
            .layer("check")
            .definedBy("..check..")
            .layer("deadletters")
            .definedBy("..deadletters..")
            .layer("plan")
            .definedBy("..plan..")
            .layer("fetch")
            .definedBy("..fetch..")
            .layer("topics")
            .definedBy("..topics..")
            .layer("connection")
            .definedBy("..connection..")
            .layer("model")
            .definedBy("..model..")
            .layer("contract")
            .definedBy("..contract..")
            .layer("metrics")
            .definedBy("..metrics..")
            .layer("config")
            .definedBy("..config..")
            .layer("logging")
            .definedBy("..logging..")
            .layer("message")
            .definedBy("..message..")
            .layer("image")
            .definedBy("..image..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("app")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("health")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("app", "health")
            .whereLayer("trial")
            .mayOnlyBeAccessedByLayers("app", "server")
            .whereLayer("explain")
            .mayOnlyBeAccessedByLayers("trial")
            .whereLayer("topology")
            .mayOnlyBeAccessedByLayers("app", "health")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("app", "topology")
            .whereLayer("intake")
            .mayOnlyBeAccessedByLayers("app")
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("app", "topology", "trial")
            .whereLayer("tracing")
            .mayOnlyBeAccessedByLayers("app", "topology")
            .whereLayer("loader")
            .mayOnlyBeAccessedByLayers("app", "check")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("cli", "check")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("deadletters")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("app", "loader", "registry", "check")
            .whereLayer("topics")
            .mayOnlyBeAccessedByLayers("cli", "app", "health", "check", "registry", "deadletters", "trial")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("app", "topics")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("app", "topology", "loader", "registry", "check", "trial", "explain")
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers("cli", "app", "loader", "registry", "model", "check", "deadletters")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("app", "health", "topology", "delivery", "tracing")
            .whereLayer("config")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "app",
                    "health",
                    "topology",
                    "server",
                    "topics",
                    "connection",
                    "loader",
                    "registry",
                    "check",
                    "deadletters",
                    "fetch",
                    "logging",
                    "tracing",
                    "live",
                    "trial")
            .whereLayer("logging")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "app",
                    "topology",
                    "loader",
                    "registry",
                    "model",
                    "metrics",
                    "check",
                    "deadletters",
                    "tracing",
                    "live",
                    "trial",
                    "explain")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers(
                    "app",
                    "topology",
                    "model",
                    "contract",
                    "metrics",
                    "registry",
                    "deadletters",
                    "live",
                    "trial",
                    "explain");

    /** Where tracing is off nothing of it is loaded. */
    @ArchTest
    static final ArchRule OPENTELEMETRY = noClasses()
            .that()
            .resideOutsideOfPackage("..tracing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry..");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.odradek.streamer.(*)..").should().beFreeOfCycles();
}
