package dev.weir.consistency.report;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The public issue of a bug, by its usual short name, as a link where its address is known. */
final class IssueLink {
    private static final Pattern JIRA = Pattern.compile("\\b(?:FLINK|KAFKA|HUDI|BEAM|SPARK|NIFI)-\\d+\\b");
    private static final Pattern GITHUB = Pattern.compile("([\\w.-]+/[\\w.-]+)#(\\d+)");
    private static final Pattern NAMED = Pattern.compile("(.+?) ?#(\\d+)");

    private record Repository(String name, String path) {}

    private static final List<Repository> REPOSITORIES = List.of(
            new Repository("Iceberg", "apache/iceberg"),
            new Repository("SeaTunnel", "apache/seatunnel"),
            new Repository("iceberg-kafka-connect", "databricks/iceberg-kafka-connect"),
            new Repository("Kafka Connect Elasticsearch", "confluentinc/kafka-connect-elasticsearch"));

    private IssueLink() {}

    static String of(String issue) {
        Matcher jira = JIRA.matcher(issue);
        if (jira.find()) {
            return link("https://issues.apache.org/jira/browse/" + jira.group(), issue);
        }
        Matcher github = GITHUB.matcher(issue);
        if (github.find()) {
            return link(github(github.group(1), github.group(2)), issue);
        }
        Matcher named = NAMED.matcher(issue);
        if (named.matches()) {
            for (Repository repository : REPOSITORIES) {
                if (repository.name().equals(named.group(1))) {
                    return link(github(repository.path(), named.group(2)), issue);
                }
            }
        }
        return Html.escape(issue);
    }

    private static String github(String repository, String number) {
        return "https://github.com/" + repository + "/issues/" + number;
    }

    private static String link(String address, String text) {
        return "<a href=\"%s\">%s</a>".formatted(Html.escape(address), Html.escape(text));
    }
}
