package dev.weir.cli.demo;

import java.util.List;
import java.util.Map;

/** What a demo was about, for those who read its outcome. All texts are HTML but those for the terminal. */
interface Story {

    /** Numbers for the terminal and the report that only this demo has: a value by its name. */
    Map<String, String> figures(Outcome outcome);

    /** The way of the orders, as sentences. */
    String way(Outcome outcome);

    /** What the truth was counted from, such as {@code the same files}. */
    String witness();

    /** What the report shows and what it does not; list items' contents. */
    List<String> remarks(Outcome outcome);

    /** For who wants to repeat it: a value by its name. */
    Map<String, String> facts(Outcome outcome);
}
