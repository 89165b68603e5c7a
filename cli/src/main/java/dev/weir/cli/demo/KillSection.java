package dev.weir.cli.demo;

import dev.weir.consistency.report.Html;
import java.util.List;
import java.util.stream.Collectors;

/** The section of the report with every kill. */
final class KillSection {

    private KillSection() {}

    static String html(Outcome outcome) {
        List<Kill> kills = outcome.timeline().kills();
        if (kills.isEmpty()) {
            return "";
        }
        String rows = kills.stream()
                .map(kill -> ("<tr><td><i class=\"k\">%d</i></td><td>%s</td><td>%s s</td><td>%s</td><td>%s ms</td>"
                                + "<td>%s ms</td></tr>\n")
                        .formatted(
                                kill.number(),
                                kill.victim(),
                                Html.decimal(kill.millis() / 1000.0),
                                Html.number(kill.records()),
                                Html.number(kill.checkpointAgeMillis()),
                                Html.number(kill.recovery().toMillis())))
                .collect(Collectors.joining());
        return """
                <section>
                <h2>The kills</h2>
                <div class="scroll"><table>
                <tr><th></th><th>of</th><th>when</th><th>records read by this process</th><th>last checkpoint was</th>\
                <th>%s</th></tr>
                %s</table></div>
                </section>

                """.formatted(
                        outcome.toll().total() == outcome.kills(Victim.JOB)
                                ? "reading again after"
                                : "reading again, or new results in it, after",
                        rows);
    }
}
