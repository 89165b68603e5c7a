package dev.weir.kafka;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules that a machine can check; the runtime's test of the same name explains them. */
@AnalyzeClasses(packages = "dev.weir.kafka", importOptions = ArchitectureTest.WithoutTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule usesOnlyTheLowestTwoLayersOfTheRuntime = classes()
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackage("dev.weir..")
                    .or(resideInAnyPackage(
                            "dev.weir.kafka..",
                            "dev.weir.element..",
                            "dev.weir.codec..",
                            "dev.weir.time..",
                            "dev.weir.fault..",
                            "dev.weir.error..",
                            "dev.weir.guarantee..",
                            "dev.weir.metrics..",
                            "dev.weir.source..",
                            "dev.weir.sink..",
                            "dev.weir.state..",
                            "dev.weir.function..")))
            .because("a connector is a thin port; the protocol belongs to the runtime")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("dev.weir.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayTheDifference = noClasses()
            .should()
            .haveNameMatching("(.*[.$])?(\\w*(Impl|Utils?|Helper|Manager|Handler)|(Abstract|Base|Default)([A-Z]\\w*)?)")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreNamedForFeatures = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..misc..")
            .allowEmptyShould(true);

    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
