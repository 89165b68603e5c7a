package dev.weir.consistency.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.consistency.history.Anomaly;
import dev.weir.consistency.history.Verdict;
import dev.weir.consistency.history.Violation;
import dev.weir.consistency.history.Witness;
import dev.weir.consistency.history.Witness.Step;
import dev.weir.consistency.suite.CaseResult;
import dev.weir.consistency.suite.Engine;
import dev.weir.consistency.suite.MutantResult;
import dev.weir.consistency.suite.SuiteResult;
import java.io.StringReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlReportTest {
    private static final String SUBJECT = "jdbc-postgresql WRITE_AHEAD_LOG";
    private static final String HOSTILE = "</td><script>alert('\"&\u0000\uD800\uFFFE')</script>";

    @Test
    void saysInTheBannerThatEverythingPassed() throws Exception {
        Document page = page(Results.of(List.of(Results.passed(Engine.CONTRACT, SUBJECT, "WEIR-01"))));

        assertThat(text(page, "//div[@class='banner v0']/span")).isEqualTo("✓ pass");
        assertThat(text(page, "//h1")).isEqualTo(SUBJECT);
        assertThat(text(page, "//div[@class='banner v0']/p")).startsWith("In all 1 cases every promise was kept");
        assertThat(count(page, "//article")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void showsEveryVerdictByASignAndNotByColourAlone(Verdict verdict) throws Exception {
        Document page = page(Results.of(List.of(
                Results.passed(Engine.CONTRACT, SUBJECT, "WEIR-01"), Results.ended(verdict, "for this reason"))));
        Mark mark = Mark.of(verdict);

        assertThat(text(page, "//table[starts-with(@class,'matrix')]//td[contains(@title,'for this reason')]"))
                .isEqualTo(mark.sign());
        assertThat(text(page, "//div[starts-with(@class,'banner')]/span")).isEqualTo(mark.sign() + " " + mark.words());
        assertThat(text(page, "//ul[@class='legend']")).contains(mark.meaning());
    }

    @Test
    void givesEverySignToOneVerdictOnly() {
        assertThat(Mark.values()).extracting(Mark::sign).doesNotHaveDuplicates();
        assertThat(Mark.values()).hasSameSizeAs(Verdict.values());
    }

    @Test
    void hasAColumnForEachSinkAndARowForEachCase() throws Exception {
        Document page = page(Results.of(List.of(
                Results.passed(Engine.EXHAUSTIVE, "a", "SINK_SEALED"),
                Results.violated("b", "SINK_SEALED"),
                Results.passed(Engine.EXHAUSTIVE, "a", "COMMITTED"),
                Results.passed(Engine.CHAOS, "b", "mix"))));

        assertThat(text(page, "//table[@class='matrix']/thead")).isEqualTo("ab");
        assertThat(text(page, "//tr[th='SINK_SEALED']")).isEqualTo("SINK_SEALED✓✗");
        assertThat(text(page, "//tr[th='COMMITTED']")).isEqualTo("COMMITTED✓·");
        assertThat(text(page, "//tr[@class='group'][1]")).isEqualTo("Exhaustive2/3");
    }

    @Test
    void showsTheWorstOfSeveralRunsOfOneCase() throws Exception {
        Document page =
                page(Results.of(List.of(Results.violated("a", "x"), Results.passed(Engine.EXHAUSTIVE, "a", "x"))));

        assertThat(text(page, "//tr[th='x']")).isEqualTo("x✗");
    }

    @Test
    void drawsTheWitnessInLanes() throws Exception {
        Document page = page(Results.of(List.of(Results.violated(SUBJECT, "COMMITTED"))));

        assertThat(text(page, "//article/h4")).startsWith("Duplicate an output is there more than once");
        assertThat(texts(page, "//*[local-name()='text'][@class='lane']"))
                .containsExactly("attempt 1", "attempt 2", "reader");
        assertThat(count(page, "//*[local-name()='rect'][@class='step proof']")).isOne();
        assertThat(texts(page, "//*[local-name()='text'][@class='time']"))
                .containsExactly("", "+1.2 ms", "+2.5 s", "+2.6 s");
    }

    @Test
    void keepsAWitnessOfManyStepsDrawable() throws Exception {
        List<Step> steps = IntStream.range(0, 1000)
                .mapToObj(i -> new Step(i, "attempt " + i % 3, "step " + i))
                .toList();
        Document page = page(Results.of(List.of(violating(new Violation(Anomaly.LOSS, "gone", new Witness(steps))))));

        assertThat(count(page, "//*[local-name()='rect']")).isEqualTo(40);
        assertThat(text(page, "//*[local-name()='svg']")).contains("… 960 more steps …", "step 999");
    }

    @Test
    void showsAViolationWithoutWitness() throws Exception {
        Document page =
                page(Results.of(List.of(violating(new Violation(Anomaly.LOSS, "gone", new Witness(List.of()))))));

        assertThat(text(page, "//article")).contains("gone");
        assertThat(count(page, "//*[local-name()='svg']")).isZero();
    }

    @Test
    void putsWhatIsToBeTypedWhereItCanBeCopied() throws Exception {
        Document page = page(Results.of(List.of(Results.violated(SUBJECT, "COMMITTED"))));

        assertThat(texts(page, "//code[@class='copy']")).contains("weir verify --sink jdbc-postgresql --seed 7", "7");
    }

    @Test
    void showsWhoNoticedWhichMutantSurvivorsFirst() throws Exception {
        MutantResult equivalent = new MutantResult(
                "same", "changes nothing", "", Set.of(Engine.SIMULATION), Set.of(), "the ledger refuses it");
        Document page = page(Results.of(
                List.of(Results.passed(Engine.CONTRACT, SUBJECT, "WEIR-01")),
                Results.mutant("early", "FLINK-31363", Set.of(Engine.EXHAUSTIVE)),
                equivalent,
                Results.mutant("survivor", "", Set.of())));

        assertThat(texts(page, "//table[@class='mutants']/tbody/tr/th")).containsExactly("survivor", "early", "same");
        assertThat(texts(page, "//tr[th='early']/td").subList(0, 2)).containsExactly("○", "●");
        assertThat(text(page, "//tr[th='early']//a/@href"))
                .isEqualTo("https://issues.apache.org/jira/browse/FLINK-31363");
        assertThat(text(page, "//tr[th='same']")).contains("=", "Equivalent: the ledger refuses it");
        assertThat(text(page, "//div[@class='tile'][span='Mutants killed']/b")).isEqualTo("2/3");
    }

    @Test
    void saysWhatWasNotTestedAndWithWhat() throws Exception {
        Document page = page(Results.of(List.of()));

        assertThat(text(page, "//section[h2='What was not tested']"))
                .contains("Nothing of a network that splits & heals.");
        assertThat(text(page, "//dl")).contains("PostgreSQL18.6 <debug>");
    }

    @Test
    void provesNothingByNoCases() throws Exception {
        Document page = page(new SuiteResult("", 0, 0, Duration.ZERO, Map.of(), List.of(), List.of(), List.of()));

        assertThat(text(page, "//div[@class='banner v1']")).contains("? inconclusive", "Nothing was tried");
        assertThat(text(page, "//section[h2='What was not tested']")).contains("does not say");
    }

    @Test
    void escapesEveryTextThatASinkCanChoose() throws Exception {
        Witness witness = new Witness(List.of(new Step(0, HOSTILE, HOSTILE), new Step(1, HOSTILE + "2", HOSTILE)));
        CaseResult hostile = new CaseResult(
                Engine.CHAOS,
                HOSTILE,
                HOSTILE,
                Verdict.VIOLATION,
                HOSTILE,
                List.of(new Violation(Anomaly.PHANTOM, HOSTILE, witness)),
                HOSTILE,
                1,
                Duration.ZERO);
        MutantResult mutant = new MutantResult(HOSTILE, HOSTILE, HOSTILE, Set.of(), Set.of(), HOSTILE);
        Document page = page(new SuiteResult(
                HOSTILE,
                -1,
                0,
                Duration.ZERO,
                Map.of(HOSTILE, HOSTILE),
                List.of(hostile),
                List.of(mutant),
                List.of(HOSTILE)));

        assertThat(count(page, "//script")).isOne();
        assertThat(text(page, "//h1")).startsWith("</td><script>alert(");
    }

    @Test
    void leavesPlacesInTextsAlone() throws Exception {
        CaseResult odd = Results.ended(Verdict.STUCK, "a text with {{title}} and $1 in it");

        assertThat(text(page(Results.of(List.of(odd))), "//article")).contains("{{title}} and $1");
    }

    @Test
    void foldsALongListOfCases() throws Exception {
        List<CaseResult> many = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            many.add(Results.ended(Verdict.STUCK, "hung"));
        }

        assertThat(count(page(Results.of(many)), "//details[@open]")).isZero();
        assertThat(count(page(Results.of(many)), "//article")).isEqualTo(30);
        assertThat(count(page(Results.of(many.subList(0, 3))), "//details[@open]"))
                .isOne();
    }

    @Test
    void needsNothingFromElsewhere() {
        assertThat(HtmlReport.of(Results.of(List.of(Results.violated(SUBJECT, "x")))))
                .doesNotContain("http:", "https:", "src=", "<link", "@import", "url(", "}}");
    }

    private static CaseResult violating(Violation violation) {
        return new CaseResult(
                Engine.CHAOS, SUBJECT, "mix", Verdict.VIOLATION, "", List.of(violation), "", 1, Duration.ZERO);
    }

    /** Well-formed, or this throws. */
    private static Document page(SuiteResult result) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(HtmlReport.of(result))));
    }

    private static String text(Document page, String path) throws Exception {
        return XPathFactory.newInstance().newXPath().evaluate(path, page).strip();
    }

    private static int count(Document page, String path) throws Exception {
        return texts(page, path).size();
    }

    private static List<String> texts(Document page, String path) throws Exception {
        NodeList found = (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, page, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }
}
