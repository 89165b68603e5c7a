package dev.weir.source;

import dev.weir.element.OutputTag;
import dev.weir.metrics.Counter;
import java.util.function.Consumer;

/** What becomes of lines that cannot be parsed. */
sealed interface MalformedLines {
    String COUNTER = "malformedRecords";

    /** Takes the faults that one reader finds. */
    Consumer<LineFault> receiver(SourceReaderContext<?> context);

    /** The job fails. */
    record Fail() implements MalformedLines {
        @Override
        public Consumer<LineFault> receiver(SourceReaderContext<?> context) {
            return fault -> {
                throw fault.toException();
            };
        }
    }

    /** They are counted and left out. */
    record Skip() implements MalformedLines {
        @Override
        public Consumer<LineFault> receiver(SourceReaderContext<?> context) {
            Counter counter = context.metrics().counter(COUNTER);
            return fault -> counter.add(1);
        }
    }

    /** They are counted and go to a side output. */
    record SideOutput(OutputTag<MalformedLine> tag) implements MalformedLines {
        @Override
        public Consumer<LineFault> receiver(SourceReaderContext<?> context) {
            Counter counter = context.metrics().counter(COUNTER);
            SourceOutput<MalformedLine> output = context.sideOutput(tag);
            return fault -> {
                counter.add(1);
                output.collect(new MalformedLine(fault.split().path(), fault.offset(), fault.text(), fault.reason()));
            };
        }
    }
}
