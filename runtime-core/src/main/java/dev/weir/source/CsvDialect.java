package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.Serializable;

/**
 * How a CSV file is written.
 *
 * @param quote equals {@code separator} if there are no quotes
 * @param quotedNewlines whether line ends may stand inside quotes
 */
record CsvDialect(boolean header, char separator, char quote, boolean quotedNewlines) implements Serializable {
    private static final char LAST_ASCII = 0x7F;

    CsvDialect {
        requireAscii("separator", separator);
        requireAscii("quote", quote);
        if (quotedNewlines && quote == separator) {
            throw invalid("quoted newlines need quotes; leave withoutQuotes or withQuotedNewlines out");
        }
    }

    static CsvDialect rfc4180(boolean header) {
        return new CsvDialect(header, ',', '"', false);
    }

    CsvDialect withSeparator(char newSeparator) {
        if (newSeparator == quote && quotes()) {
            throw invalid("the separator is the quote: " + quote + "; choose different ones");
        }
        return new CsvDialect(header, newSeparator, quotes() ? quote : newSeparator, quotedNewlines);
    }

    CsvDialect withQuote(char newQuote) {
        if (newQuote == separator) {
            throw invalid("the quote is the separator: " + separator + "; choose different ones");
        }
        return new CsvDialect(header, separator, newQuote, quotedNewlines);
    }

    CsvDialect withoutQuotes() {
        return new CsvDialect(header, separator, separator, quotedNewlines);
    }

    CsvDialect withQuotedNewlines() {
        return new CsvDialect(header, separator, quote, true);
    }

    boolean quotes() {
        return quote != separator;
    }

    private static void requireAscii(String name, char value) {
        if (value > LAST_ASCII || value == '\n' || value == '\r') {
            throw invalid("the %s must be one ASCII character that ends no line: U+%04X; choose another"
                    .formatted(name, (int) value));
        }
    }

    private static WeirException invalid(String reasonAndRemedy) {
        return new WeirException(ErrorCode.INVALID_JOB, "Cannot read CSV: " + reasonAndRemedy);
    }
}
