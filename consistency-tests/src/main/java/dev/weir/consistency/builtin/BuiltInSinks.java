package dev.weir.consistency.builtin;

import dev.weir.consistency.subject.SinkUnderTest;
import java.util.List;
import java.util.Optional;

/** The sinks that come with Weir, by name. */
public final class BuiltInSinks {
    private static final List<SinkUnderTest> ALL =
            List.of(new JdbcPostgresql(), new JdbcMysql(), new JdbcMariadb(), new TextFiles(), new Kafka());

    private BuiltInSinks() {}

    public static List<SinkUnderTest> all() {
        return ALL;
    }

    /** The one with this {@linkplain SinkUnderTest#name name}. */
    public static Optional<SinkUnderTest> byName(String name) {
        return ALL.stream().filter(sink -> sink.name().equals(name)).findFirst();
    }
}
