package dev.weir.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvFormatTest {
    private static final CsvMapper<List<String>> FIELDS = row -> {
        List<String> fields = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            fields.add(row.asString(column));
        }
        return fields;
    };

    private static <T> T parse(CsvFormat<T> format, String line, String... header) throws Exception {
        LineParser<T> parser = format.createParser(new FileHeader("a.csv", List.of(header)));
        byte[] bytes = ("\"," + line + ",\"").getBytes(StandardCharsets.UTF_8);
        return parser.parse(bytes, 2, bytes.length - 4, 0);
    }

    private static List<String> fields(String line) throws Exception {
        return parse(CsvFormat.withoutHeader(FIELDS), line);
    }

    private static void assertMalformed(CsvMapper<?> mapper, String line, String message) {
        assertThatThrownBy(() -> parse(CsvFormat.withoutHeader(mapper), line))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_DATA))
                .hasMessage(message);
    }

    @Test
    void splitsFields() throws Exception {
        assertThat(fields("a,b c, d ")).containsExactly("a", "b c", " d ");
        assertThat(fields(",")).containsExactly("", "");
        assertThat(fields("a,")).containsExactly("a", "");
        assertThat(fields("\"\"")).containsExactly("");
        assertThat(fields("1,".repeat(50) + "1")).hasSize(51);
    }

    @Test
    void readsQuotesAsRfc4180Says() throws Exception {
        assertThat(fields("\"a,b\",\"say \"\"hi\"\"\",\"\"\"\",x")).containsExactly("a,b", "say \"hi\"", "\"", "x");
        assertThat(fields("5\" pipe,a\"\"b")).containsExactly("5\" pipe", "a\"\"b");
    }

    @Test
    void blankLineIsLeftOut() throws Exception {
        assertThat(fields("")).isNull();
        assertThat(fields(" ")).containsExactly(" ");
    }

    @Test
    void wrongQuotesAreMalformed() {
        assertMalformed(FIELDS, "a,\"b", "the quote that opens column 2 is not closed");
        assertMalformed(FIELDS, "\"a\"b,c", "text follows the closing quote of column 1");
        assertMalformed(FIELDS, "\"a\" ,c", "text follows the closing quote of column 1");
    }

    @Test
    void separatorAndQuoteCanBeOthers() throws Exception {
        CsvFormat<List<String>> format =
                CsvFormat.withoutHeader(FIELDS).withSeparator(';').withQuote('\'');
        assertThat(parse(format, "'a;b';'it''s';\"c\"")).containsExactly("a;b", "it's", "\"c\"");
        assertThat(parse(CsvFormat.withoutHeader(FIELDS).withoutQuotes().withSeparator('\t'), "\"a\tb\""))
                .containsExactly("\"a", "b\"");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        CsvFormat<List<String>> format = CsvFormat.withoutHeader(FIELDS);
        assertThatThrownBy(() -> format.withSeparator('"'))
                .hasMessage("Cannot read CSV: the separator is the quote: \"; choose different ones");
        assertThatThrownBy(() -> format.withQuote(','))
                .hasMessage("Cannot read CSV: the quote is the separator: ,; choose different ones");
        assertThatThrownBy(() -> format.withSeparator('\u00A7'))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage(
                        "Cannot read CSV: the separator must be one ASCII character that ends no line: U+00A7; choose"
                                + " another");
        assertThatThrownBy(() -> format.withoutQuotes().withQuotedNewlines())
                .hasMessage(
                        "Cannot read CSV: quoted newlines need quotes; leave withoutQuotes or withQuotedNewlines out");
    }

    @Test
    void readsEveryType() throws Exception {
        CsvMapper<List<Object>> mapper = row -> List.of(
                row.asString("text"),
                row.asInt("int"),
                row.asLong("long"),
                row.asDouble("double"),
                row.asDecimal("decimal"),
                row.asBoolean("boolean"),
                row.asInstant("instant"),
                row.asDate("date"),
                row.isEmpty("empty"),
                row.isEmpty("text"));
        List<Object> values = parse(
                CsvFormat.withHeader(mapper),
                "\"x\"\"y\", -12,\"-9223372036854775808\",2.5e3, 12.50,TRUE,2025-01-31T12:00:00.5Z,2025-01-31,\"\"",
                "text,int,long,double,decimal,boolean,instant,\"date\",empty");
        assertThat(values)
                .containsExactly(
                        "x\"y",
                        -12,
                        Long.MIN_VALUE,
                        2500.0,
                        new BigDecimal("12.50"),
                        true,
                        Instant.parse("2025-01-31T12:00:00.5Z"),
                        LocalDate.of(2025, 1, 31),
                        true,
                        false);
    }

    @ParameterizedTest
    @CsvSource({
        "asInt, 2147483648, is no whole number of 32 bits",
        "asLong, 1.0, is no whole number of 64 bits",
        "asDouble, 1d, is no number",
        "asDecimal, 1d, is no decimal number",
        "asBoolean, yes, is neither true nor false",
        "asInstant, 2025-01-31T12:00:00, is no time with a zone as in ISO 8601",
        "asDate, 31.1.2025, is no day as in ISO 8601"
    })
    void fieldOfAnotherTypeIsMalformed(String accessor, String text, String reason) {
        CsvMapper<Object> mapper =
                row -> CsvRow.class.getMethod(accessor, int.class).invoke(row, 1);
        assertThatThrownBy(() -> parse(CsvFormat.withoutHeader(mapper), "x," + text))
                .cause()
                .hasMessage("column 2 (index 1) " + reason + ": \"" + text + "\"");
    }

    @Test
    void missingColumnIsMalformed() {
        assertMalformed(row -> row.asLong(2), "1,2", "column 3 (index 2) is missing: the row has 2 columns");
        assertThatThrownBy(() -> parse(CsvFormat.withoutHeader(row -> row.asLong(-1)), "1,2"))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void rowThatDiffersFromTheHeaderIsMalformed() {
        assertThatThrownBy(() -> parse(CsvFormat.withHeader(FIELDS), "1,2,3", "a,b"))
                .hasMessage("the row has 3 columns, the header 2");
    }

    @Test
    void namesNeedAHeader() {
        assertThatThrownBy(() -> parse(CsvFormat.withoutHeader(row -> row.asLong("id")), "1"))
                .isInstanceOfSatisfying(
                        WeirException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_JOB))
                .hasMessage(
                        "Cannot read column \"id\" of a.csv: the file has no header; ask for columns by index, or use"
                                + " CsvFormat.withHeader");
    }

    @Test
    void wrongHeaderIsNamed() {
        assertThatThrownBy(() -> parse(CsvFormat.withHeader(FIELDS), "1,2", "a,\"b"))
                .hasMessage("Cannot parse the header of a.csv: the quote that opens column 2 is not closed: \"a,\"b\";"
                        + " correct the header");
    }

    @Test
    void firstOfEqualNamesIsMeantAndComputedNamesAreFound() throws Exception {
        CsvMapper<String> mapper = row -> row.asString(String.valueOf(new char[] {'a'}));
        assertThat(parse(CsvFormat.withHeader(mapper), "1,2", "a,a")).isEqualTo("1");
    }
}
