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
            .layer("evaluation")
            .definedBy("..evaluation..")
            .layer("delivery")
            .definedBy("..delivery..")
            .layer("intake")
            .definedBy("..intake..")
            .layer("live")
            .definedBy("..live..")
            .layer("drift")
            .definedBy("..drift..")
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
            .layer("verify")
            .definedBy("..verify..")
            .layer("replay")
            .definedBy("..replay..")
            .layer("history")
            .definedBy("..history..")
            .layer("plan")
            .definedBy("..plan..")
            .layer("fetch")
            .definedBy("..fetch..")
            .layer("topics")
            .definedBy("..topics..")
            .layer("tls")
            .definedBy("..tls..")
            .layer("connection")
            .definedBy("..connection..")
            .layer("probe")
            .definedBy("..probe..")
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
            .mayOnlyBeAccessedByLayers("app", "health", "replay")
            .whereLayer("evaluation")
            .mayOnlyBeAccessedByLayers("app", "replay")
            .whereLayer("delivery")
            .mayOnlyBeAccessedByLayers("app", "topology")
            .whereLayer("intake")
            .mayOnlyBeAccessedByLayers("app", "topics")
            .whereLayer("live")
            .mayOnlyBeAccessedByLayers("app", "topology", "trial", "replay", "drift")
            .whereLayer("drift")
            .mayOnlyBeAccessedByLayers("app", "topology", "replay")
            .whereLayer("tracing")
            .mayOnlyBeAccessedByLayers("app", "topology", "replay")
            .whereLayer("loader")
            .mayOnlyBeAccessedByLayers("app", "check")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("cli", "app", "check", "history")
            .whereLayer("check")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("deadletters")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("verify")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("cli", "verify", "replay")
            .whereLayer("plan")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("app", "loader", "registry", "check")
            .whereLayer("topics")
            .mayOnlyBeAccessedByLayers(
                    "cli", "app", "health", "check", "registry", "deadletters", "history", "verify", "replay", "trial")
            .whereLayer("tls")
            .mayOnlyBeAccessedByLayers("cli", "app", "server")
            .whereLayer("connection")
            .mayOnlyBeAccessedByLayers("app", "topics")
            .whereLayer("probe")
            .mayOnlyBeAccessedByLayers("app", "check", "registry", "verify", "replay")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers(
                    "app",
                    "probe",
                    "topology",
                    "loader",
                    "registry",
                    "check",
                    "history",
                    "verify",
                    "replay",
                    "trial",
                    "explain")
            .whereLayer("contract")
            .mayOnlyBeAccessedByLayers(
                    "cli",
                    "app",
                    "loader",
                    "registry",
                    "model",
                    "probe",
                    "check",
                    "deadletters",
                    "history",
                    "verify",
                    "replay",
                    "drift",
                    "topology",
                    "evaluation")
            .whereLayer("metrics")
            .mayOnlyBeAccessedByLayers("app", "health", "topology", "delivery", "tracing", "replay", "evaluation")
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
                    "history",
                    "verify",
                    "replay",
                    "fetch",
                    "logging",
                    "tracing",
                    "live",
                    "trial",
                    "tls",
                    "evaluation")
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
                    "history",
                    "verify",
                    "replay",
                    "tracing",
                    "live",
                    "drift",
                    "trial",
                    "explain",
                    "evaluation")
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers(
                    "app",
                    "topology",
                    "model",
                    "contract",
                    "metrics",
                    "registry",
                    "deadletters",
                    "history",
                    "verify",
                    "replay",
                    "live",
                    "drift",
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
