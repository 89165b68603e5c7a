package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.jdbc.Database.Product;
import dev.weir.jdbc.Database.Sale;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is found before the first record, on each database. */
@ParameterizedClass
@EnumSource(Product.class)
final class TargetCheckTest {
    private final Database database;

    TargetCheckTest(Product product) {
        database = Database.create(product);
    }

    private void assertRefused(JdbcSinkBuilder<?> sink, String start, String end) {
        JdbcSink<?> built = sink.build();
        assertThatThrownBy(() -> built.openShard(new TestShard(0, 1)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DESTINATION_REJECTED))
                .hasMessageStartingWith(start)
                .hasMessageEndingWith(end);
    }

    private String sale() {
        return "Cannot write to table \"" + database.schema() + "\".\"sale\": ";
    }

    private JdbcSinkBuilder<Sale> upsert() {
        return JdbcSink.upsert(Sale.class)
                .url(database.url())
                .table(database.name("sale"))
                .key("product", Sale::product)
                .column("amount", Sale::amount)
                .ledgerTable(database.name("ledger"))
                .startTries(1, Duration.ZERO);
    }

    private void createTable(String columns) {
        database.execute("CREATE TABLE " + database.name("sale") + " (" + columns + ")");
    }

    @Test
    void namesAMissingTableOrColumn() {
        assertRefused(
                upsert(),
                sale() + "it does not exist: " + database.urlWithoutUser() + "; create it, or correct its name (",
                ")");
        database.createSaleTable();
        assertRefused(
                upsert().column("currency", sale -> "EUR"),
                sale() + "column \"currency\" does not exist: ",
                ", the table has product, amount; add the column or correct the mapping");
    }

    @Test
    void asksForAUniqueKeyOfExactlyTheKeysColumns() {
        createTable("product varchar(20) NOT NULL, amount bigint NOT NULL, PRIMARY KEY (product, amount)");
        assertRefused(
                upsert(),
                sale() + "it has no unique key (product): ",
                "; an upsert needs a primary key or unique constraint on exactly its key columns: add it, or use"
                        + " JdbcSink.insert");
    }

    @Test
    void namesRequiredColumnsThatAreNotMapped() {
        createTable("product varchar(20) PRIMARY KEY, amount bigint, shop integer NOT NULL, town varchar(9) NOT NULL"
                + " DEFAULT 'x', number "
                + (database.isPostgres()
                        ? "integer GENERATED ALWAYS AS IDENTITY"
                        : "integer NOT NULL UNIQUE AUTO_INCREMENT"));
        assertRefused(
                upsert(),
                sale() + "columns without default that may not be null are not mapped: shop: ",
                "; map them or give them a default");
        upsert().column("shop", sale -> 1)
                .build()
                .openShard(new TestShard(0, 1))
                .close();
    }

    @Test
    void refusesAnEngineWithoutTransactions() {
        if (database.isPostgres()) {
            return;
        }
        createTable("product varchar(20) PRIMARY KEY, amount bigint");
        database.execute("ALTER TABLE " + database.name("sale") + " ENGINE = MyISAM");
        assertRefused(
                upsert(),
                sale() + "its rows are myisam: the engine has no transactions, so neither units nor the ledger would be"
                        + " atomic: ",
                "; run: ALTER TABLE " + database.quoted("sale") + " ENGINE = InnoDB");
    }

    @Test
    void refusesAnUpsertThatWouldOverwriteAnotherRow() {
        createTable("product varchar(20) PRIMARY KEY, amount bigint UNIQUE");
        if (database.isPostgres()) {
            upsert().build().openShard(new TestShard(0, 1)).close();
            return;
        }
        assertRefused(
                upsert(),
                sale() + "it has another unique key (amount), and an upsert of "
                        + database.dialect().product()
                        + " would overwrite the row that is equal in that one: ",
                "; drop it, leave one of its columns out, or use JdbcSink.statement");
    }

    @Test
    void findsFaultsOfAStatement() {
        String sql = "INSERT INTO " + database.name("sale") + " (product) VALUES (?)";
        assertRefused(
                JdbcSink.statement(Sale.class, sql, (statement, sale) -> statement.setString(1, sale.product()))
                        .url(database.url()),
                "Cannot write to statement \"" + sql + "\": ",
                "; correct the statement or create what it needs");
    }

    @Test
    void saysHowToBringALedgerUpToDate() {
        database.createSaleTable();
        database.saleSink().build().openShard(new TestShard(0, 1)).close();
        database.execute("ALTER TABLE " + database.name("ledger") + " DROP COLUMN owner");
        String upgrade =
                new Ledger(TableName.parse(database.name("ledger")), database.dialect()).upgrade(List.of("owner"));
        assertRefused(
                database.saleSink(),
                "Cannot use ledger table \"" + database.schema()
                        + "\".\"ledger\": it was made by an older version: columns missing: owner, ",
                "; stop all jobs that use it and run: " + upgrade);

        database.execute(upgrade);
        database.saleSink().build().openShard(new TestShard(0, 1)).close();
    }

    @Test
    void namesTheRightsThatAreMissingStepByStep() {
        createTable("product varchar(20) PRIMARY KEY, amount bigint");
        String user = "u_" + database.schema();
        String grantee = database.isPostgres() ? user : user + "@'127.0.0.1'";
        if (database.isPostgres()) {
            database.execute(
                    "CREATE ROLE " + user + " LOGIN", "GRANT USAGE ON SCHEMA " + database.schema() + " TO " + user);
        } else {
            database.execute("CREATE USER " + grantee + " IDENTIFIED "
                    + (database.product() == Product.MYSQL ? "WITH mysql_native_password " : "")
                    + "BY 'secret'");
        }
        database.execute("GRANT SELECT ON " + database.name("sale") + " TO " + grantee);
        JdbcSinkBuilder<Sale> sink =
                upsert().url(withoutUser()).user(user).password("secret").deleteWhen(x -> false);
        assertRefused(
                sink,
                sale(),
                "; GRANT SELECT, INSERT, UPDATE ON " + database.quoted("sale") + " TO the user of the sink");

        database.execute("GRANT INSERT, UPDATE ON " + database.name("sale") + " TO " + grantee);
        assertRefused(
                sink, sale(), "; GRANT SELECT, DELETE ON " + database.quoted("sale") + " TO the user of the sink");

        database.execute("GRANT DELETE ON " + database.name("sale") + " TO " + grantee);
        String ddl = JdbcDdl.ledger(database.dialect().product(), database.name("ledger"));
        assertRefused(
                sink,
                "Cannot create ledger table \"" + database.schema() + "\".\"ledger\": ",
                "; let someone who may run: " + ddl + "; GRANT SELECT, INSERT, UPDATE ON " + database.quoted("ledger")
                        + " TO the user of the sink");

        database.execute(ddl, "GRANT SELECT, INSERT, UPDATE ON " + database.name("ledger") + " TO " + grantee);
        sink.build().openShard(new TestShard(0, 1)).close();
    }

    /** A user who has no right elsewhere must not name another database. */
    private String withoutUser() {
        String url = database.urlWithoutUser();
        return database.isPostgres()
                ? url
                : url.substring(0, url.lastIndexOf('/') + 1) + database.schema() + "?"
                        + (database.product() == Product.MYSQL
                                ? "sslMode=DISABLED&allowPublicKeyRetrieval=true"
                                : "sslMode=disable");
    }

    @Test
    void refusesAWrongPasswordAtOnce() {
        if (database.isPostgres()) {
            return;
        }
        assertRefused(
                upsert().url(withoutUser()).user("nobody").password("secret").startTries(100, Duration.ofSeconds(10)),
                "Cannot connect to ",
                ", user=nobody; correct the URL, the user or the password");
    }
}
