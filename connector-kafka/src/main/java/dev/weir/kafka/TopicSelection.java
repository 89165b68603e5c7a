package dev.weir.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which topics a source reads. */
sealed interface TopicSelection {
    /** The names of the topics that are to be there now. */
    Set<String> names(AdminCalls calls) throws InterruptedException;

    /** Whether a source with this selection reads the topic. */
    boolean covers(String topic);

    /** By their names; each has to exist. */
    record Named(List<String> topics) implements TopicSelection {
        public Named {
            topics = List.copyOf(topics);
        }

        @Override
        public Set<String> names(AdminCalls calls) {
            return new TreeSet<>(topics);
        }

        @Override
        public boolean covers(String topic) {
            return topics.contains(topic);
        }

        @Override
        public String toString() {
            return (topics.size() == 1 ? "topic " : "topics ") + String.join(", ", topics);
        }
    }

    /** By a regular expression for the whole name; Kafka's own topics are left out. */
    record Matching(Pattern pattern) implements TopicSelection {
        @Override
        public Set<String> names(AdminCalls calls) throws InterruptedException {
            Collection<String> all =
                    calls.await("list topics", calls.admin().listTopics().names());
            Set<String> matching = new TreeSet<>();
            for (String topic : all) {
                if (covers(topic)) {
                    matching.add(topic);
                }
            }
            return matching;
        }

        @Override
        public boolean covers(String topic) {
            return pattern.matcher(topic).matches();
        }

        @Override
        public String toString() {
            return "topics matching " + pattern;
        }
    }
}
