package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.codec.ByteReader;
import dev.weir.codec.ByteWriter;
import dev.weir.codec.Codec;
import dev.weir.codec.CodecRegistry;
import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JdbcSinkBuilderTest {
    private static final String URL = "jdbc:postgresql://localhost/shop";

    private static void assertFaults(JdbcSinkBuilder<?> builder, String faults) {
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage("Cannot build a JDBC sink: " + faults + "; correct them");
    }

    @Test
    void reportsAllFaultsTogether() {
        assertFaults(
                JdbcSink.upsert(String.class)
                        .url("jdbc:oracle://localhost/shop?password=secret")
                        .table("a.b.c")
                        .column("x", text -> text)
                        .column("x", text -> text)
                        .column("", text -> text)
                        .ledgerTable("")
                        .batchSize(0)
                        .poolSize(-1)
                        .connectTimeout(Duration.ofMillis(1))
                        .statementTimeout(Duration.ZERO)
                        .lockTimeout(Duration.ZERO)
                        .startTries(0, Duration.ofSeconds(-1)),
                "13 faults: url begins with none of jdbc:postgresql:, jdbc:mysql:, jdbc:mariadb:; batchSize=0 is not"
                        + " positive; poolSize=-1 is not positive; startTries=0 is not positive; connectTimeout=PT0.001S"
                        + " is below 250 ms; statementTimeout=PT0S is not at least a millisecond; lockTimeout=PT0S is not"
                        + " at least a millisecond; the pause of startTries is negative: PT-1S; table=a.b.c is not of the"
                        + " form table or schema.table; an upsert needs a key; column x is mapped twice; a column has no"
                        + " name; ledgerTable= is not of the form table or schema.table");
    }

    @Test
    void knowsWhatBelongsToWhichKind() {
        assertFaults(JdbcSink.insert(String.class), "3 faults: url is missing; table is missing; no column is mapped");
        assertFaults(
                JdbcSink.insert(String.class).url(URL).table("t").key("x", text -> text),
                "1 faults: an insert has no key: use column, or upsert");
        assertFaults(
                JdbcSink.statement(String.class, "INSERT INTO t VALUES (?)", (statement, text) -> {})
                        .url(URL)
                        .table("t"),
                "1 faults: table, key, column, deleteWhen and sourcePosition mean nothing beside a statement");
    }

    @Test
    void takesTheCodecOfAStatementsRecordsFromTheRegistry() {
        List<Type> asked = new ArrayList<>();
        CodecRegistry registry = new CodecRegistry() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> Codec<T> codec(Type type) {
                asked.add(type);
                return (Codec<T>) new OwnCodec();
            }

            @Override
            public <K> Codec<K> keyCodec(Type type) {
                throw new AssertionError();
            }
        };
        JdbcSinkBuilder<String> builder = JdbcSink.statement(String.class, "SELECT ?", (statement, text) -> {})
                .url(URL);
        builder.build().recordCodec(registry);
        assertThat(asked).containsExactly(String.class);

        Codec<String> own = new OwnCodec();
        assertThat(builder.codec(own).build().recordCodec(registry)).isSameAs(own);
        assertThat(asked).hasSize(1);
    }

    @Test
    void knowsWhatGoesTogether() {
        assertFaults(
                JdbcSink.upsert(String.class)
                        .url(URL)
                        .table("t")
                        .table(text -> text)
                        .key("x", text -> text)
                        .version("v", text -> 1)
                        .version("w", text -> 1)
                        .deleteWhen(String::isEmpty)
                        .deadLetterTable("a.b.c"),
                "4 faults: table is given twice, once for each record; version is given twice; deleteWhen does not go"
                        + " with a version: a row that is deleted forgets it; deadLetterTable=a.b.c is not of the form"
                        + " table or schema.table");
        assertFaults(
                JdbcSink.delete(String.class)
                        .url(URL)
                        .table("t")
                        .column("x", text -> text)
                        .deleteWhen(String::isEmpty),
                "3 faults: a delete needs a key; a delete has only a key: use key, or upsert with deleteWhen;"
                        + " deleteWhen is only for an upsert");
    }

    @Test
    void keepsRowsInAFormOfTheirOwn() {
        JdbcSink<String> sink = JdbcSink.upsert(String.class)
                .url(URL)
                .table("a.t")
                .key("x", text -> text)
                .column("y", text -> text)
                .build();
        assertThat(sink.recordCodec(CodecRegistry.of(List.of(), Map.of())).fingerprint())
                .isEqualTo("jdbc-rows-1:\"a\".\"t\"(x key,y)");
    }

    private static final class OwnCodec implements Codec<String> {
        @Override
        public void encode(String value, ByteWriter out) {
            out.writeString(value);
        }

        @Override
        public String decode(ByteReader in) {
            return in.readString();
        }

        @Override
        public String fingerprint() {
            return "own";
        }
    }

    @Test
    void printsNoSecrets() {
        JdbcSink<String> sink = JdbcSink.insert(String.class)
                .url(URL + "?password=secret")
                .password("secret")
                .table("t")
                .column("x", text -> text)
                .build();
        assertThat(sink.toString()).isEqualTo("jdbc-postgresql[table \"t\" at " + URL + "]");
    }
}
