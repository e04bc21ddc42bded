package io.odradek.quickstart;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.odradek.quickstart", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("command")
            .definedBy("io.odradek.quickstart")
            .layer("run")
            .definedBy("..run..")
            .layer("report")
            .definedBy("..report..")
            .layer("topics")
            .definedBy("..topics..")
            .layer("process")
            .definedBy("..process..")
            .layer("chart")
            .definedBy("..chart..")
            .layer("measure")
            .definedBy("..measure..")
            .layer("console")
            .definedBy("..console..")
            .whereLayer("command")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("command")
            .whereLayer("report")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("topics")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("run")
            .whereLayer("chart")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("measure")
            .mayOnlyBeAccessedByLayers("run", "report", "chart", "topics")
            .whereLayer("console")
            .mayOnlyBeAccessedByLayers("command", "run", "topics", "process");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.odradek.quickstart.(*)..").should().beFreeOfCycles();
}
