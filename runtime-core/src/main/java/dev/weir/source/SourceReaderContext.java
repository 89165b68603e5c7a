package dev.weir.source;

import dev.weir.element.OutputTag;
import dev.weir.metrics.MetricGroup;
import dev.weir.time.Clock;

/** What a reader gets from the runtime. */
public interface SourceReaderContext<T> {
    int subtaskIndex();

    int parallelism();

    Clock clock();

    MetricGroup metrics();

    /**
     * Where the records of one split go. Event time is followed for each split on its own: the slowest split holds the
     * watermark back, also one that was not begun, unless it is idle or finished. To be asked for once and kept.
     */
    SourceOutput<T> output(String splitId);

    /**
     * Says that a split no longer holds the watermark back: because it is read to its end, or because its records will go
     * to the output of another split, behind whose records they belong.
     */
    void splitFinished(String splitId);

    /** Where records beside the main stream go, for example lines that cannot be parsed; nowhere if nobody reads them. */
    <X> SourceOutput<X> sideOutput(OutputTag<X> tag);
}
