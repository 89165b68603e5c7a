package dev.weir.consistency.database;

import dev.weir.delivery.RewindPolicy;
import dev.weir.exec.RestartStrategy;
import dev.weir.fault.FaultInjector;
import dev.weir.fault.Label;
import dev.weir.sink.DeliveryStrategy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A process that runs a {@link CountJob} and halts, as if by SIGKILL, when it reaches a label for the n-th time. Arguments:
 * URL, strategy, parallelism, checkpoint folder, label or {@code NONE}, n, records per second.
 */
final class CountChild {
    static final int HALTED = 86;

    private CountChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        String label = arguments[4];
        FaultInjector faults = label.equals("NONE")
                ? FaultInjector.NONE
                : new HaltAt(Label.valueOf(label), Integer.parseInt(arguments[5]));
        CountJob job = new CountJob(
                arguments[0],
                DeliveryStrategy.valueOf(arguments[1]),
                Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[6]),
                Path.of(arguments[3]),
                RewindPolicy.FAIL,
                RestartStrategy.none(),
                faults);
        System.out.println("starting");
        System.out.println("ended as " + job.start().await());
    }

    private static final class HaltAt implements FaultInjector {
        private final Label label;
        private final AtomicInteger left;

        HaltAt(Label label, int occurrence) {
            this.label = label;
            this.left = new AtomicInteger(occurrence);
        }

        @Override
        public void at(Label reached) {
            if (reached == label && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(HALTED);
            }
        }
    }
}
