package dev.weir.consistency.live;

import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Halts the process, or stops a thread of it, when a label is reached for the n-th time.
 *
 * <p><b>Threading:</b> safe from any thread.
 */
final class LabelFault implements FaultInjector {
    /** The exit code of a process that halted itself. */
    static final int HALTED = 86;

    /** How often it fails if it is to fail. */
    static final int FAILURES = 6;

    private final Plan plan;
    private final Consumer<Report> journal;
    private final Runnable standStill;
    private final Set<Label> seen = EnumSet.noneOf(Label.class);
    private int left;
    private int failures;

    /** What to do at a label. */
    enum Action {
        NOTHING,
        /** Ends at once, as by SIGKILL. */
        HALT,
        /** Stands still until the process is told to go on. */
        STOP,
        /** Fails, again and again for some times. */
        FAIL
    }

    /** @param occurrence which time counts, from 1, over all threads of the process */
    record Plan(Action action, Label label, int occurrence) {
        static final Plan NONE = new Plan(Action.NOTHING, Label.ATTEMPT_BEFORE_CLAIM, 0);

        static Plan halt(Label label, int occurrence) {
            return new Plan(Action.HALT, label, occurrence);
        }

        static Plan fail(Label label, int occurrence) {
            return new Plan(Action.FAIL, label, occurrence);
        }

        static Plan stop(Label label, int occurrence) {
            return new Plan(Action.STOP, label, occurrence);
        }
    }

    /** @param standStill returns when the process is told to go on */
    LabelFault(Plan plan, Consumer<Report> journal, Runnable standStill) {
        this.plan = plan;
        this.journal = journal;
        this.standStill = standStill;
        this.left = plan.occurrence();
    }

    @Override
    public void at(Label label) {
        boolean now;
        synchronized (this) {
            if (seen.add(label)) {
                journal.accept(new Report.Reached(label));
            }
            now = plan.action() != Action.NOTHING && label == plan.label() && --left == 0;
            if (now && plan.action() == Action.HALT) {
                journal.accept(new Report.Halted(label));
                Runtime.getRuntime().halt(HALTED);
            }
            if (now && plan.action() == Action.FAIL && ++failures < FAILURES) {
                left = plan.occurrence();
            }
        }
        if (now && plan.action() == Action.FAIL) {
            journal.accept(new Report.Fired("failure at " + label));
            throw new IllegalStateException("fails at " + label + " because it is told to");
        }
        if (now) {
            journal.accept(new Report.Stopped(label));
            standStill.run();
        }
    }
}
