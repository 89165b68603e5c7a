package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClassArchiveTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SHARED = Halting.class.getName() + " source: shared objects file";

    @TempDir
    private Path folder;

    /** Ends as abruptly as children that are tested do. */
    static final class Halting {
        public static void main(String[] arguments) {
            System.out.println("resource " + (Halting.class.getResource("/dev/weir/testbed/") != null));
            System.out.println("done");
            Runtime.getRuntime().halt(Integer.parseInt(arguments[0]));
        }
    }

    @Test
    void isMadeOfWhatTheFirstChildrenLoadAndUsedByThoseAfterThem() throws Exception {
        for (int i = 0; i < ClassArchive.RECORDED; i++) {
            assertThat(run()).contains("done", "resource true").noneMatch(line -> line.contains(SHARED));
        }
        awaitArchive();

        assertThat(run()).contains("done", "resource true").anyMatch(line -> line.contains(SHARED));
        assertThat(ofThisName("-lists"))
                .singleElement()
                .satisfies(lists -> assertThat(lists)
                        .isDirectoryNotContaining(file -> file.toString().endsWith(".recording")));
    }

    @Test
    void isOfNoConsequenceIfTheJvmRefusesIt() throws Exception {
        for (int i = 0; i < ClassArchive.RECORDED; i++) {
            run();
        }
        Path archive = awaitArchive();
        Files.delete(archive);
        Files.writeString(archive, "not an archive");

        assertThat(run()).contains("done").noneMatch(line -> line.contains(SHARED));
    }

    @Test
    void isOfNoConsequenceIfItCannotBeMade() throws Exception {
        Path lists = Files.createDirectories(folder.resolve("test-" + key() + "-lists"));
        for (int i = 1; i < ClassArchive.RECORDED; i++) {
            Files.writeString(lists.resolve(i + ".list"), "@no-such-line\n");
        }
        run();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(lists.resolve("dump.log")).content().contains("no-such-line"));

        assertThat(run()).contains("done").noneMatch(line -> line.contains(SHARED));
        assertThat(folder.resolve("test-" + key())).doesNotExist();
    }

    @Test
    void isOfNoConsequenceIfItsFolderIsNone() throws Exception {
        folder = Files.writeString(folder.resolve("file"), "");
        assertThat(run()).contains("done");
    }

    @Test
    void isNotAskedForByDefault() {
        ChildJvmOptions options = ChildJvmOptions.builder(Halting.class).build();
        assertThat(options.sharedArchive()).isSameAs(ClassArchive.none());
        assertThat(ClassArchive.none().prepare(options).options()).isSameAs(options);
    }

    @Test
    void isKeptWhereTheBuildSays() {
        assertThat(System.getProperty(ClassArchive.PROPERTY)).endsWith("class-archives");
        assertThat(ClassArchive.ofThisBuild("test")).isNotSameAs(ClassArchive.none());
    }

    @Test
    void refusesNamesThatAreNoFileNames() {
        assertThatThrownBy(() -> ClassArchive.in(folder, "../else"))
                .isInstanceOf(TestbedException.class)
                .hasMessage(
                        "Cannot set up an archive of classes: its name is to become a file's: name=../else; use letters, "
                                + "digits, dots, $ and underscores only");
    }

    @Test
    void takesEachClassOnceAndNoLineThatAKillCut() throws Exception {
        Path first = Files.writeString(folder.resolve("1"), "a/One id: 0\na/Two id: 1\n@lambda-proxy a/One run\na/Thr");
        Path second =
                Files.writeString(folder.resolve("2"), "a/Two\na/Own id: 7 super: 0 source: own.jar\na/Three id: 1\n");
        Path third = Files.writeString(folder.resolve("3"), "");
        assertThat(ClassArchive.allLines(List.of(first, second, third)))
                .containsExactly("a/One", "a/Two", "@lambda-proxy a/One run", "a/Three");
    }

    private List<String> run() {
        List<String> output = new ArrayList<>();
        ChildJvmOptions options = ChildJvmOptions.builder(Halting.class)
                .jvmArguments("-Xmx48m", "-Xlog:class+load")
                .sharedArchive(ClassArchive.in(folder, "test"))
                .arguments("3")
                .onOutput(output::add)
                .build();
        try (ChildJvm child = ChildJvm.start(options)) {
            assertThat(child.awaitExit(LIMIT)).isEqualTo(3);
        }
        return output;
    }

    private Path awaitArchive() throws IOException {
        Path archive =
                folder.resolve("test-" + key()).resolve(CachedFolder.CONTENT).resolve("classes.jsa");
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(archive));
        awaitQuiet();
        return archive;
    }

    /** Until whoever made an archive has removed what it needed for that. */
    private void awaitQuiet() {
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(folder.resolve("runs")).isEmptyDirectory());
    }

    private static String key() throws IOException {
        return ClassPathFiles.key(Path.of(System.getProperty("java.home")), System.getProperty("java.class.path"));
    }

    private List<Path> ofThisName(String suffix) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(each -> each.toString().endsWith(suffix)).toList();
        }
    }
}
