package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import dev.weir.testbed.CutPoint;
import dev.weir.testbed.FaultProxy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Product.class)
final class JdbcWriterTest {
    private final Database database;

    JdbcWriterTest(Product product) {
        database = Database.create(product);
    }

    @BeforeEach
    void createTable() {
        database.createSaleTable();
    }

    private static JdbcWriter<Sale> writer(JdbcSinkBuilder<Sale> sink) {
        return (JdbcWriter<Sale>) sink.build().createWriter(new TestShard(0, 1));
    }

    @Test
    void writesFullBatchesAtOnceAndTheRestAtAFlush() {
        try (JdbcWriter<Sale> writer = writer(database.saleSink().batchSize(3))) {
            for (int i = 0; i < 5; i++) {
                writer.write(new Sale("p" + i, i), 0);
            }
            assertThat(database.sales()).hasSize(3);
            writer.flush();
            assertThat(database.sales()).containsExactly("p0,0", "p1,1", "p2,2", "p3,3", "p4,4");
        }
    }

    @Test
    void writesNothingWhenItIsClosed() {
        JdbcWriter<Sale> writer = writer(database.saleSink());
        writer.write(new Sale("p", 1), 0);
        writer.close();

        assertThat(database.sales()).isEmpty();
    }

    @Test
    void failsWhenTheConnectionBreaks() {
        try (FaultProxy proxy = FaultProxy.to(database.port());
                JdbcWriter<Sale> writer = writer(database.saleSink().url(database.urlThrough(proxy)))) {
            writer.write(new Sale("p", 1), 0);
            proxy.arm(CutPoint.requestLost(database.isPostgres() ? "COPY " : "INSERT INTO"));
            assertThatThrownBy(writer::flush)
                    .isInstanceOfSatisfying(
                            WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_UNAVAILABLE))
                    .hasMessageStartingWith("Cannot write 1 records to "
                            + database.urlWithoutUser().replace(":" + database.port(), ":" + proxy.port()) + ": ")
                    .hasMessageContaining(": SQLSTATE 08")
                    .hasMessageEndingWith("; check that the database is up");
        }
    }

    @Test
    void namesTheRecordThatTheDatabaseRefuses() {
        try (JdbcWriter<Sale> writer = writer(database.saleSink())) {
            writer.write(new Sale("p", 1), 0);
            writer.write(new Sale("p", -1), 0);
            assertThatThrownBy(writer::flush).hasMessageContaining(", record 1 of the last 2, product=p, amount=-1;");
        }
    }
}
