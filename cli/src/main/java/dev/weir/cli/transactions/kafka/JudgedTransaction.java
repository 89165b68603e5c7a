package dev.weir.cli.transactions.kafka;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import dev.weir.kafka.OpenTransaction;
import java.util.List;

/**
 * A transaction that is not over, and what is to be done about it.
 *
 * @param why the reason of the verdict
 */
public record JudgedTransaction(OpenTransaction transaction, KafkaVerdict verdict, String why) {

    /** The one whose id contains the text. */
    public static JudgedTransaction named(String text, List<JudgedTransaction> found) {
        List<JudgedTransaction> matches = found.stream()
                .filter(one -> one.transaction().id().contains(text))
                .toList();
        List<JudgedTransaction> exact = matches.stream()
                .filter(one -> one.transaction().id().equals(text))
                .toList();
        if (matches.size() == 1 || exact.size() == 1) {
            return exact.size() == 1 ? exact.get(0) : matches.get(0);
        }
        throw new WeirException(
                ErrorCode.INVALID_JOB,
                "Cannot find transaction " + text + ": " + matches.size() + " ids contain this: "
                        + matches.stream().map(one -> one.transaction().id()).toList()
                        + "; see weir tx list, and give more of the id");
    }
}
