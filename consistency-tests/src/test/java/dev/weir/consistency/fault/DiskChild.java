package dev.weir.consistency.fault;

import dev.weir.consistency.history.Workload;
import dev.weir.exec.RestartStrategy;
import java.nio.file.Path;

/**
 * A process that runs a {@link DiskJob} into files and halts when its disk loses power. Arguments: a folder and a plan for the disk.
 */
final class DiskChild {
    static final int HALTED = 86;
    static final Workload WORKLOAD = new Workload(3, 2, 3000, 5);

    private DiskChild() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        DiskJob job = new DiskJob(folder, WORKLOAD, DiskJob.filesIn(folder));
        DiskJob.End end = job.run(
                DiskPlan.parse(arguments[1]),
                RestartStrategy.none(),
                () -> Runtime.getRuntime().halt(HALTED));
        System.out.println("ended " + end);
    }
}
