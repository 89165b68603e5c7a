package dev.weir.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TransactionIdTest {
    private static final TransactionName NAME =
            TransactionName.of("public.weir_ledger", new Ledger.Key("shop", "sales", 3));

    @Test
    void saysForPeopleAndExactlyForMachinesWhoseItIs() {
        assertThat(NAME.text()).matches("weir/shop\\.sales\\.3/[0-9a-f]{32}");
        assertThat(new TransactionId(NAME.text(), "0123456789abcdef", 42, 7, 1_795_000_000L).text())
                .isEqualTo(NAME + "/0123456789abcdef/42/7/top2v4");
    }

    @Test
    void neverChanges() {
        // Checkpoints and databases hold it for longer than a version lives.
        assertThat(NAME.text()).isEqualTo("weir/shop.sales.3/d6d78237bb57f46e2825cd6f55468971");
        assertThat(NAME.number("write")).isEqualTo(-1790611098763666745L);
    }

    @Test
    void tellsEveryShardFromEveryOther() {
        assertThat(new Object[] {
                    NAME,
                    TransactionName.of("other.weir_ledger", new Ledger.Key("shop", "sales", 3)),
                    TransactionName.of("public.weir_ledger", new Ledger.Key("shops", "ales", 3)),
                    TransactionName.of("public.weir_ledger", new Ledger.Key("shop", "sales", 4)),
                    TransactionName.of("public.weir_ledger", new Ledger.Key("Shop", "sales", 3)),
                })
                .doesNotHaveDuplicates();
        assertThat(NAME.number("write")).isNotEqualTo(NAME.number("commit"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a very long name of a job, with quotes ' and ü", "", "/////////////////"})
    void fitsIntoEveryDatabaseWhateverTheNames(String word) {
        TransactionName name = TransactionName.of("weir_ledger", new Ledger.Key(word, word, 123_456));
        TransactionId id =
                new TransactionId(name.text(), "0123456789abcdef", Long.MAX_VALUE, Long.MAX_VALUE, 2_000_000_000L);

        assertThat(name.text()).hasSizeLessThanOrEqualTo(64).doesNotContain("'").containsPattern("\\A\\p{ASCII}*\\z");
        assertThat(id.branch()).hasSizeLessThanOrEqualTo(64);
        assertThat(TransactionId.parse(id.text())).isEqualTo(id);
        assertThat(id.isOf(name)).isTrue();
        assertThat(id.hash()).isEqualTo(name.hash());
        assertThat(id.begunAt()).isEqualTo(Instant.ofEpochSecond(2_000_000_000L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "weir",
                "weir/shop.sales.3",
                "weir/shop.sales.3/0123456789abcdef0123456789abcdef",
                "weir/shop.sales.3/0123456789abcdef0123456789abcdef/L1/1/1",
                "weir/shop.sales.3/0123456789abcdef0123456789abcdef/L1/1/99999999999999999999/1",
                "weir/shop.sales.3/0123456789abcdef0123456789abcdef/L'1/1/1/1",
                "xweir/shop.sales.3/0123456789abcdef0123456789abcdef/L1/1/1/1",
                "131077_Z3RyaWQ=_YnF1YWw="
            })
    void isNotReadFromWhatOthersCallTheirTransactions(String text) {
        assertThat(TransactionId.parse(text)).isNull();
        assertThatThrownBy(() -> TransactionId.ofHandle(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CHECKPOINT_CORRUPT));
    }

    @Test
    void refusesALineageThatWouldNotFit() {
        assertThatThrownBy(() -> new TransactionId(NAME.text(), "l".repeat(64), 1, 1, 1))
                .isInstanceOf(WeirException.class)
                .hasMessageContaining("lineage");
    }
}
