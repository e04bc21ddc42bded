package io.odradek.bench;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.odradek.bench", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("report")
            .definedBy("..report..")
            .layer("endurance")
            .definedBy("..endurance..")
            .layer("load")
            .definedBy("..load..")
            .layer("run")
            .definedBy("..run..")
            .layer("process")
            .definedBy("..process..")
            .layer("entry")
            .definedBy("..entry..")
            .layer("rival")
            .definedBy("..rival..")
            .layer("net")
            .definedBy("..net..")
            .layer("measure")
            .definedBy("..measure..")
            .whereLayer("report")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("endurance")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("load")
            .mayOnlyBeAccessedByLayers("endurance", "run")
            .whereLayer("run")
            .mayOnlyBeAccessedByLayers("report")
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("load", "endurance", "run", "report")
            .whereLayer("entry")
            .mayOnlyBeAccessedByLayers("process", "load", "endurance", "run", "report")
            .whereLayer("rival")
            .mayOnlyBeAccessedByLayers("process", "load", "run")
            .whereLayer("net")
            .mayOnlyBeAccessedByLayers("entry", "rival", "load", "endurance", "run")
            .whereLayer("measure")
            .mayOnlyBeAccessedByLayers("load", "endurance", "run", "report");

    @ArchTest
    static final ArchRule NO_CIRCLES =
            slices().matching("io.odradek.bench.(*)..").should().beFreeOfCycles();
}
