package dev.weir.benchmarks.database;

import dev.weir.Job;
import dev.weir.JobOptions;
import dev.weir.StreamEnvironment;
import dev.weir.StreamSink;
import dev.weir.jdbc.JdbcSink;
import dev.weir.jdbc.JdbcSinkBuilder;
import dev.weir.sink.DeliveryStrategy;
import dev.weir.source.GeneratorSource;
import java.nio.file.Path;

/** The same rows through a job: a generator and a sink. */
final class WeirLoad {
    private final DatabaseCase settings;
    private final Target target;

    WeirLoad(DatabaseCase settings, Target target) {
        this.settings = settings;
        this.target = target;
    }

    /** The clock that stamps rows; benchmarks of speed use the index, so that both sides write the same. */
    interface Stamp {
        long of(long index);
    }

    Job start(String name, long records, long recordsPerSecond, Stamp stamp) {
        long keys = settings.keys();
        StreamEnvironment environment = StreamEnvironment.create(JobOptions.builder()
                .name(name)
                .parallelism(settings.parallelism())
                .checkpointInterval(settings.checkpointInterval())
                .checkpointDirectory(folder(name))
                .build());
        GeneratorSource<Row> rows = GeneratorSource.bounded(records, index -> Row.at(index, keys, stamp.of(index)));
        StreamSink sink = environment
                .fromSource(recordsPerSecond > 0 ? rows.withRecordsPerSecond(recordsPerSecond) : rows, "rows")
                .sinkTo(sink());
        if (!settings.strategy().isEmpty()) {
            sink.strategy(DeliveryStrategy.valueOf(settings.strategy()));
        }
        return environment.start();
    }

    Path folder(String name) {
        return settings.directory().resolve(name);
    }

    private JdbcSink<Row> sink() {
        JdbcSinkBuilder<Row> sink =
                settings.work() == DatabaseCase.Work.UPSERT ? JdbcSink.upsert(Row.class) : JdbcSink.insert(Row.class);
        sink.url(target.server().jdbcUrl())
                .user(target.server().user())
                .password(target.server().password())
                .table("events");
        if (settings.work() == DatabaseCase.Work.UPSERT) {
            sink.key("k", Row::k).column("id", Row::id);
        } else {
            sink.column("id", Row::id).column("k", Row::k);
        }
        return sink.column("v", Row::v)
                .column("ts", Row::ts)
                .column("note", Row::note)
                .build();
    }
}
