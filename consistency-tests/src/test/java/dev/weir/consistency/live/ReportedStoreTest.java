package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.CheckpointStores;
import dev.weir.consistency.history.Workload;
import dev.weir.consistency.job.ModelJob;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.time.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportedStoreTest {
    @TempDir
    private Path folder;

    @Test
    void processWhoseSuccessorWorksOnACopyClaimsNothing() {
        List<Report> journal = new ArrayList<>();
        AtomicBoolean replaced = new AtomicBoolean();
        AttemptReports reports = new AttemptReports(new Workload(1, 1, 1, 1), folder, true, journal::add);
        CheckpointStore onDisk = CheckpointStores.onDisk(folder, ModelJob.NAME, label -> {}, Clock.system());
        try (ReportedStore store = new ReportedStore(onDisk, reports, replaced::get)) {
            assertThat(store.claimAttempt()).isEqualTo(1);
            replaced.set(true);

            assertThatThrownBy(store::claimAttempt)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FENCED))
                    .hasMessage("Cannot claim an attempt of job 'model': a successor has taken over, with a copy of the"
                            + " checkpoints; stop this process: the successor continues from the last complete"
                            + " checkpoint");
            assertThat(journal).containsExactly(new Report.Claimed(1));
        }
    }
}
