package dev.weir;

import dev.weir.graph.GuaranteeReport;
import dev.weir.graph.LogicalGraph;
import dev.weir.graph.LogicalInput;
import dev.weir.graph.LogicalNode;
import dev.weir.graph.PhysicalPlan;
import dev.weir.graph.RestartRules;
import dev.weir.guarantee.Guarantee;
import dev.weir.source.CollectionSource;
import dev.weir.source.FileSource;
import dev.weir.source.GeneratorFunction;
import dev.weir.source.GeneratorSource;
import dev.weir.source.Source;
import dev.weir.time.WatermarkStrategy;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a job begins: makes streams of sources, and runs what was built on them.
 *
 * <p><b>Threading:</b> one thread builds a job.
 */
public final class StreamEnvironment {
    private final JobOptions options;
    private final LogicalGraph graph = new LogicalGraph();

    private StreamEnvironment(JobOptions options) {
        this.options = options;
    }

    /** With default options: checkpoints are kept in memory, so a failed attempt restarts but a new process begins anew. */
    public static StreamEnvironment create() {
        return create(JobOptions.builder().build());
    }

    public static StreamEnvironment create(JobOptions options) {
        return new StreamEnvironment(options);
    }

    public JobOptions options() {
        return options;
    }

    /** A stream whose records have the event times that the source itself knows, and no watermarks before its end. */
    public <T> OperatorStream<T> fromSource(Source<T, ?> source, String name) {
        return addSource(source, null, name, FunctionTypes.ofSource(source));
    }

    /** A stream whose event time is read and followed for each split of the source. */
    public <T> OperatorStream<T> fromSource(Source<T, ?> source, WatermarkStrategy<T> watermarks, String name) {
        return addSource(source, watermarks, name, FunctionTypes.ofSource(source));
    }

    /** The elements of a list, for tests and small fixed inputs. */
    public <T> OperatorStream<T> fromCollection(List<? extends T> elements) {
        CollectionSource<T> source = CollectionSource.of(elements);
        return addSource(source, null, source.kind(), FunctionTypes.UNKNOWN);
    }

    /** These elements. */
    @SafeVarargs
    @SuppressWarnings("varargs") // the elements are only read
    public final <T> OperatorStream<T> fromElements(T... elements) {
        CollectionSource<T> source = CollectionSource.of(elements);
        return addSource(source, null, source.kind(), elements.getClass().getComponentType());
    }

    /** What the function makes of each index from 0 to {@code count - 1}. */
    public <T> OperatorStream<T> fromGenerator(long count, GeneratorFunction<T> function) {
        GeneratorSource<T> source = GeneratorSource.bounded(count, function);
        return addSource(source, null, source.kind(), FunctionTypes.ofGenerator(function));
    }

    /** What the function makes of each index from 0, for ever. */
    public <T> OperatorStream<T> fromGenerator(GeneratorFunction<T> function) {
        GeneratorSource<T> source = GeneratorSource.unbounded(function);
        return addSource(source, null, source.kind(), FunctionTypes.ofGenerator(function));
    }

    /** The lines of text files; a path names a file, a directory, or files by a glob. See {@link FileSource}. */
    public OperatorStream<String> readFiles(String... paths) {
        FileSource<String> source = FileSource.lines(paths);
        return addSource(source, null, source.kind(), String.class);
    }

    private <T> OperatorStream<T> addSource(
            Source<T, ?> source, @Nullable WatermarkStrategy<T> watermarks, String name, Type type) {
        LogicalNode node = graph.add(new LogicalNode.Reading(source, watermarks), List.of());
        node.name(name);
        return new OperatorStream<>(this, node, type);
    }

    /**
     * The plan that {@link #start} runs.
     *
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} with everything that is wrong with the job
     */
    public PhysicalPlan plan() {
        return planOf(options.requiredGuarantee());
    }

    /**
     * The job in words: what runs where, which guarantee it gives, every link of it, and the weakest with its mend. Looks at
     * the destinations as they are now, which may take a few seconds; one that does not answer is shown as unknown.
     *
     * @throws dev.weir.error.WeirException {@code INVALID_JOB} with everything that is wrong with the job
     */
    public String explain() {
        return explain(planOf(Guarantee.AT_MOST_ONCE));
    }

    /**
     * What the job guarantees, as {@link #explain()} shows it. Throws as that.
     */
    public GuaranteeReport guarantee() {
        return guarantee(planOf(Guarantee.AT_MOST_ONCE));
    }

    /**
     * Starts the job in threads of this process and returns at once; with a required guarantee, after a look at the
     * destinations, which may take a few seconds. Throws as {@link #plan}, and if the required guarantee is not given
     * {@code INVALID_JOB}, or {@code DESTINATION_UNAVAILABLE} if that could not be found out.
     */
    public Job start() {
        PhysicalPlan plan = plan();
        if (options.requiredGuarantee() != Guarantee.AT_MOST_ONCE) {
            guarantee(plan).require(options.requiredGuarantee(), options.name());
        }
        return StartedJob.start(plan, options, () -> explain(plan));
    }

    private PhysicalPlan planOf(Guarantee required) {
        return graph.plan(options.name(), options.parallelism(), options.maxParallelism(), required);
    }

    private GuaranteeReport guarantee(PhysicalPlan plan) {
        RestartRules rules = new RestartRules(options.checkpointDirectory(), options.rewindPolicy());
        return GuaranteeReport.of(plan, rules, new LiveProbing());
    }

    private String explain(PhysicalPlan plan) {
        return new PlanText(plan, options) + "\n" + new GuaranteeText(guarantee(plan), options.requiredGuarantee());
    }

    /**
     * Runs the job to its end; throws as {@link #plan} and {@link Job#await()}. When the waiting thread is interrupted,
     * the job is cancelled.
     */
    public JobResult execute() throws InterruptedException {
        Job job = start();
        try {
            return job.await();
        } catch (InterruptedException e) {
            job.cancel();
            throw e;
        }
    }

    <O> OperatorStream<O> add(LogicalNode.Transforming work, List<LogicalInput> inputs, Type type) {
        return new OperatorStream<>(this, graph.add(work, inputs), type);
    }

    StreamSink addSink(LogicalNode.Writing work, List<LogicalInput> inputs) {
        return new StreamSink(graph.add(work, inputs));
    }
}
