package dev.weir.consistency.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.consistency.history.Positions;
import dev.weir.fault.Label;
import dev.weir.sink.CommitUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final List<Report> ALL = List.of(
            new Report.Claimed(3),
            new Report.Started(3, 17, 2, new Positions(List.of(5L, 0L, 9L))),
            new Report.Completed(3, 18, new Positions(List.of(6L, 1L, 10L))),
            new Report.Fenced(3),
            new Report.Acknowledged(1, 3, new CommitUnit("abc", 4, 18, 7, 70, -5)),
            new Report.Reached(Label.PREPARE_AFTER),
            new Report.Halted(Label.PREPARE_AFTER),
            new Report.Stopped(Label.ABORT_BEFORE),
            new Report.LeftThreads(2),
            new Report.Stuck("\"main\" in Object.wait"),
            new Report.Ended(true, "FINISHED"),
            new Report.Ended(false, "FENCED Cannot go on: é"));

    @TempDir
    private Path folder;

    @Test
    void readsWhatWasWritten() throws Exception {
        Path file = folder.resolve("journal");
        Journal.Reader reader = new Journal.Reader(file);
        assertThat(reader.next()).isEmpty();
        Journal.Writer writer = new Journal.Writer(file);
        ALL.forEach(writer::write);
        assertThat(reader.next()).isEqualTo(ALL);
        assertThat(reader.next()).isEmpty();
        writer.write(ALL.get(0));
        assertThat(reader.next()).containsExactly(ALL.get(0));
    }

    @Test
    void leavesALineThatIsNotWhole() throws Exception {
        Path file = folder.resolve("journal");
        Journal.Reader reader = new Journal.Reader(file);
        Files.writeString(file, "claimed 1\nclai");
        assertThat(reader.next()).containsExactly(new Report.Claimed(1));
        Files.writeString(file, "med 2\n", StandardOpenOption.APPEND);
        assertThat(reader.next()).containsExactly(new Report.Claimed(2));
    }

    @Test
    void keepsALongReasonInOneLine() {
        Report report = new Report.Ended(false, "first\n  second");
        assertThat(Report.parse(report.line())).isEqualTo(new Report.Ended(false, "first | second"));
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> Report.parse("sang 3")).hasMessage("Cannot read a journal: unknown line: sang 3");
    }
}
