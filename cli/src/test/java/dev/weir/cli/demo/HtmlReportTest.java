package dev.weir.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.cli.demo.Sighted.Look;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

final class HtmlReportTest {

    @Test
    void saysThatNothingIsLostAndHowToRepeatIt() {
        String html = HtmlReport.of(Outcomes.exact());

        assertThat(html)
                .contains("<h1>Killed once. Nothing lost, nothing doubled.</h1>")
                .contains("<main class=\"proven\">")
                .contains("./weir demo --seed 7 --kills 1 --orders 1000000")
                .contains("4,500,000.00");
    }

    @Test
    void namesTheDamageAndTheBreakThatIsToBlame() {
        String html = HtmlReport.of(Outcomes.found(Breakage.LEDGER, new Sums(1_002_000, 450_900_000)));

        assertThat(html)
                .contains("<h1>Killed once. 2,000 orders doubled.</h1>")
                .contains("<main class=\"damaged\">")
                .contains("--break ledger")
                .contains("latte &lt;large&gt;")
                .doesNotContain("latte <large>");
    }

    @Test
    void callsATableThatWentBackDamaged() {
        Sighted sighted = new Sighted(List.of(new Look(1, 10), new Look(2, 9)), 0, 0, 0, 0);
        Outcome outcome = Outcomes.of(Breakage.NONE, Outcomes.TRUTH, sighted);

        assertThat(outcome.isProven()).isFalse();
        assertThat(HtmlReport.of(outcome)).contains("The table went back.").contains("it went back 1 times");
    }

    @Test
    void tellsOfTheTopicAndOfTheServersThatWereKilled() {
        String html = HtmlReport.of(Outcomes.ofKafka(Breakage.NONE, Outcomes.TRUTH, Outcomes.SEEN));

        assertThat(html)
                .contains("<h1>Killed once, the broker once and the database once. Nothing lost, nothing doubled.</h1>")
                .contains("<main class=\"proven\">")
                .contains("./weir demo --kafka --seed 7 --kills 1 --broker-kills 1 --database-kills 1 --orders 1000000")
                .contains("<h2>The topic against the truth</h2>", "<h2>The table against the truth</h2>")
                .contains("<figure class=\"topic\">")
                .contains("<td>broker</td>", "<td>database</td>")
                .doesNotContain("{{");
    }

    @Test
    void callsATopicDamagedThatShowedResultsTooEarly() {
        Outcome outcome = Outcomes.ofKafka(
                Breakage.AT_LEAST_ONCE, Outcomes.TRUTH, new Sighted(List.of(new Look(1, 10)), 9, 3, 0, 0));

        assertThat(outcome.isProven()).isFalse();
        assertThat(HtmlReport.of(outcome))
                .contains("Results were seen too early.")
                .contains("3 results stood in the topic before a complete checkpoint held them");
    }

    @Test
    void callsAJobDamagingThatLeftATransactionBehind() {
        Outcome outcome = Outcomes.ofKafka(
                Breakage.NONE, Outcomes.TRUTH, Outcomes.SEEN, "transaction weir/a/b/0 in state ONGOING");

        assertThat(outcome.isProven()).isFalse();
        assertThat(HtmlReport.of(outcome))
                .contains("The job left something behind.")
                .contains("transaction weir/a/b/0 in state ONGOING");
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(HtmlReport.of(Outcomes.exact()))
                .doesNotContain("http:", "https:", "src=", "<link", "<script", "@import", "url(", "{{");
    }

    @Test
    void drawsWellFormedPictures() throws Exception {
        String html = HtmlReport.of(Outcomes.exact());
        int pictures = 0;
        for (int begin = html.indexOf("<svg"); begin >= 0; begin = html.indexOf("<svg", begin + 1)) {
            String svg = html.substring(begin, html.indexOf("</svg>", begin) + "</svg>".length());
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
            assertThat(svg).doesNotContain("NaN", "Infinity");
            pictures++;
        }

        assertThat(pictures).isEqualTo(4);
    }
}
