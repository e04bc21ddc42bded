package io.odradek.trainer;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;

/** The arrows between packages point one way. */
@AnalyzeClasses(packages = "io.odradek.trainer", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.odradek.trainer..")
            .layer("command line")
            .definedBy("..cli..")
            .layer("fetch")
            .definedBy("..fetch..")
            .layer("training")
            .definedBy("..training..")
            .layer("export")
            .definedBy("..export..")
            .layer("evaluation")
            .definedBy("..evaluation..")
            .layer("publish")
            .definedBy("..publish..")
            .layer("replay")
            .definedBy("..replay..")
            .layer("signing")
            .definedBy("..signing..")
            .layer("onnx")
            .definedBy("..onnx..")
            .layer("model")
            .definedBy("..model..")
            .layer("kafka")
            .definedBy("..kafka..")
            .layer("data set")
            .definedBy("..dataset..")
            .layer("data")
            .definedBy("..data..")
            .layer("pixels")
            .definedBy("..pixels..")
            .whereLayer("command line")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("fetch")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("training")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("evaluation")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("publish")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("replay")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("signing")
            .mayOnlyBeAccessedByLayers("command line", "publish")
            .whereLayer("onnx")
            .mayOnlyBeAccessedByLayers("command line", "export", "evaluation", "signing")
            .whereLayer("model")
            .mayOnlyBeAccessedByLayers("command line", "training", "export")
            .whereLayer("data set")
            .mayOnlyBeAccessedByLayers("command line")
            .whereLayer("pixels")
            .mayOnlyBeAccessedByLayers("data")
            .whereLayer("kafka")
            .mayOnlyBeAccessedByLayers("command line", "publish", "replay");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.odradek.trainer.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PRINTING_IS_FOR_THE_COMMAND_LINE = ArchRuleDefinition.noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
