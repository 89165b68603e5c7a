package dev.weir;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.temporal.Temporal;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The layers of the runtime and the house rules that a machine can check. No rule has an exception, and none gets one. */
@AnalyzeClasses(packages = "dev.weir", importOptions = ArchitectureTest.WithoutTests.class)
final class ArchitectureTest {

    @ArchTest
    static final ArchRule packagesUseLowerLayersOnly =
            classes().should(new DependOnLowerLayersOnly()).allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles =
            slices().matching("dev.weir.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyExecStartsThreads = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.exec..")
            .should()
            .accessTargetWhere(startsThreads())
            .because("the simulator steps all tasks in one thread; take an Executor by constructor")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTimeReadsTheClock = noClasses()
            .that()
            .resideOutsideOfPackage("dev.weir.time..")
            .should()
            .accessTargetWhere(readsTheClock())
            .because("a run must be repeatable under a virtual clock; take a Clock by constructor")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule namesSayTheDifference = noClasses()
            .should()
            .haveNameMatching("(.*[.$])?(\\w*(Impl|Utils?|Helper|Manager|Handler)|(Abstract|Base|Default)([A-Z]\\w*)?)")
            .because("such a name says nothing: FileCheckpointStore, not DefaultCheckpointStore or CheckpointStoreImpl")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesAreNamedForFeatures = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..misc..")
            .because("a function lives with the type that it serves")
            .allowEmptyShould(true);

    private static DescribedPredicate<JavaAccess<?>> startsThreads() {
        return describe("starts threads", access -> {
            AccessTarget target = access.getTarget();
            JavaClass owner = target.getOwner();
            boolean constructs = target.getName().equals("<init>")
                    && (owner.isAssignableTo(Thread.class)
                            || owner.isAssignableTo(ExecutorService.class)
                            || owner.isAssignableTo(Timer.class));
            boolean usesCommonPool = owner.isEquivalentTo(CompletableFuture.class)
                    && target.getName().endsWith("Async")
                    && target instanceof AccessTarget.CodeUnitAccessTarget unit
                    && unit.getRawParameterTypes().stream().noneMatch(assignableTo(Executor.class));
            return constructs || usesCommonPool || owner.isEquivalentTo(Executors.class);
        });
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        Set<String> ofSystem = Set.of("currentTimeMillis", "nanoTime");
        return describe("reads the clock", access -> {
            AccessTarget target = access.getTarget();
            JavaClass owner = target.getOwner();
            return (owner.isEquivalentTo(System.class) && ofSystem.contains(target.getName()))
                    || (owner.isAssignableTo(Temporal.class) && target.getName().equals("now"))
                    || (owner.isEquivalentTo(Clock.class)
                            && target.getName().matches("system.*|tick(Millis|Seconds|Minutes)"));
        });
    }

    /** Leaves out tests, in whichever folder the build puts them; ArchUnit's own option knows {@code target/} only. */
    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }
    }
}
