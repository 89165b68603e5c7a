package dev.weir.testbed;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of children that do the same, loaded and verified once for all of them (application class data sharing, JEP 310). It
 * pays from about a dozen children on.
 *
 * <p><b>Making.</b> The first {@value #RECORDED} children write down what they load. When they have ended, however they did, another
 * process makes an archive of that, in the background: the children that start meanwhile start as usual. An archive is made for one
 * Java, one class path and one state of the files on it. Since the JVM archives nothing that lies in a folder, folders of the class
 * path are packed into jars for children that record or share.
 *
 * <p><b>Errors.</b> None that a child suffers from: without an archive, or with one that the JVM refuses, it is only slower to start.
 * An archive that cannot be made is tried once and logged as a warning. If this JVM ends meanwhile, nobody makes it
 * until the class path is another.
 *
 * <p><b>Threading.</b> Immutable; any number of threads and processes may use the same folder. An archive is made by
 * the thread that waited for the end of the last child that recorded.
 */
public final class ClassArchive {

    /** The system property that names the folder of {@link #ofThisBuild}. */
    public static final String PROPERTY = "weir.testbed.class-archives";

    static final int RECORDED = 4;

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);

    private static final String FILE = "classes.jsa";
    private static final String RECORDING = ".recording";
    private static final String LIST = ".list";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    /** Of an earlier state of the class path; whoever builds often has many. A child that has one open keeps it. */
    private static final Duration OLD = Duration.ofHours(1);

    private static final Pattern NAME = Pattern.compile("[\\w.$]+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final ClassArchive NONE = new ClassArchive(null, "none");

    private final @Nullable WorkFolder work;
    private final String name;

    private ClassArchive(@Nullable WorkFolder work, String name) {
        this.work = work;
        this.name = name;
    }

    /** Each child loads its classes itself. */
    public static ClassArchive none() {
        return NONE;
    }

    /**
     * @param folder where archives of about 30 MB are kept; made if missing
     * @param name of what the children do, such as the name of a class: it tells those apart that load other classes
     */
    public static ClassArchive in(Path folder, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new TestbedException("Cannot set up an archive of classes: its name is to become a file's: name="
                    + name + "; use letters, digits, dots, $ and underscores only");
        }
        return new ClassArchive(new WorkFolder(folder.toAbsolutePath()), name);
    }

    /** In the folder that the build names by {@link #PROPERTY}; {@link #none} if it names none. */
    public static ClassArchive ofThisBuild(String name) {
        String folder = System.getProperty(PROPERTY, "");
        return folder.isEmpty() ? none() : in(Path.of(folder), name);
    }

    /** How a child starts, and what is to be done when it has ended, which may take seconds and does not throw. */
    record Start(ChildJvmOptions options, Runnable whenEnded) {}

    /** Lets a child share the archive, or record for it, or neither. */
    Start prepare(ChildJvmOptions options) {
        Start plain = new Start(options, () -> {});
        if (work == null) {
            return plain;
        }
        try {
            String key = name + "-" + ClassPathFiles.key(options.javaHome(), options.classPath());
            Place place = new Place(work, name, key, options.javaHome());
            boolean shared = Files.exists(place.archive());
            if (!shared && place.isRecorded()) {
                return plain;
            }
            Path jars = CachedFolder.in(
                    work, key + "-jars", folder -> ClassPathFiles.packFolders(options.classPath(), folder));
            String packed = ClassPathFiles.packed(options.classPath(), jars);
            return shared
                    ? new Start(options.with(packed, "-XX:SharedArchiveFile=" + place.archive()), () -> {})
                    : place.record(options, packed);
        } catch (IOException | RuntimeException e) {
            LOG.warn("Starting a child without an archive of its classes, which takes longer: {}", e.toString());
            return plain;
        }
    }

    /** One archive, and the lists that it is made of. */
    private record Place(WorkFolder work, String name, String key, Path javaHome) {

        Path archive() {
            return work.path().resolve(key).resolve(CachedFolder.CONTENT).resolve(FILE);
        }

        private Path lists() {
            return work.path().resolve(key + "-lists");
        }

        private List<Path> lists(String suffix) throws IOException {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(lists(), "*" + suffix)) {
                List<Path> all = new ArrayList<>();
                found.forEach(all::add);
                return all;
            }
        }

        boolean isRecorded() throws IOException {
            return Files.exists(lists()) && lists("").size() >= RECORDED;
        }

        Start record(ChildJvmOptions options, String packed) throws IOException {
            Files.createDirectories(lists());
            Path list = lists().resolve(UUID.randomUUID() + RECORDING);
            Files.createFile(list);
            return new Start(options.with(packed, "-XX:DumpLoadedClassList=" + list), () -> recorded(list, packed));
        }

        private void recorded(Path list, String packed) {
            try {
                Files.move(list, Path.of(list.toString().replace(RECORDING, LIST)));
                if (lists(LIST).size() >= RECORDED && claim()) {
                    make(packed);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("Starting children without an archive of their classes, which takes longer: {}", e.toString());
            }
        }

        /** Whether nobody did before us. */
        private boolean claim() throws IOException {
            try {
                Files.createFile(lists().resolve("claimed"));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }

        private void make(String packed) {
            try {
                long begin = System.nanoTime();
                CachedFolder.in(work, key, folder -> dump(folder, packed));
                LOG.info(
                        "Children share the classes of {} from now on; to archive them took {} ms",
                        name,
                        Duration.ofNanos(System.nanoTime() - begin).toMillis());
                removeOld();
            } catch (IOException | RuntimeException e) {
                LOG.warn("Starting children without an archive of their classes, which takes longer: {}", e.toString());
            }
        }

        private void dump(Path folder, String packed) throws IOException {
            Path log = lists().resolve("dump.log");
            Path list = lists().resolve("all");
            Files.write(list, allLines(lists(LIST)));
            List<String> command = new ArrayList<>(OwnedProcess.dyingWithThisJvm());
            command.add(javaHome.resolve("bin").resolve("java").toString());
            // The only collector under which Java 17 archives objects; all can read them.
            command.addAll(List.of("-Xshare:dump", "-Xmx512m", "-XX:+UseG1GC"));
            command.add("-XX:SharedClassListFile=" + list);
            command.add("-XX:SharedArchiveFile=" + folder.resolve(FILE));
            command.addAll(List.of("-cp", packed));
            OwnedProcess process = OwnedProcess.start(
                    "class-archive",
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
            try {
                boolean ended = process.awaitExit(LIMIT);
                if (!ended || process.exitCode() != 0 || !Files.exists(folder.resolve(FILE))) {
                    throw new TestbedException("Cannot archive the classes of " + name + ": the JVM made no archive: "
                            + (ended ? "exit code " + process.exitCode() : "no end after " + LIMIT)
                            + "; see what it says in " + log);
                }
            } finally {
                process.kill();
            }
        }

        private void removeOld() throws IOException {
            Instant limit = Instant.now().minus(OLD);
            try (DirectoryStream<Path> all = Files.newDirectoryStream(work.path(), name + "-*")) {
                for (Path each : all) {
                    if (!each.getFileName().toString().startsWith(key)
                            && Files.getLastModifiedTime(each).toInstant().isBefore(limit)) {
                        Folders.delete(each);
                    }
                }
            }
        }
    }

    /**
     * What is in any of the lists, in the order in which it came. Numbers of classes differ from list to list, and are needed only
     * for what class loaders of the program load, which is left out. The last line of a child that was killed may be cut.
     */
    static Set<String> allLines(List<Path> lists) throws IOException {
        Set<String> all = new LinkedHashSet<>();
        for (Path list : lists) {
            String text = Files.readString(list);
            try (Stream<String> lines =
                    text.substring(0, text.lastIndexOf('\n') + 1).lines()) {
                lines.filter(line -> !line.contains(" source: "))
                        .map(line -> line.replaceFirst(" id: \\d+$", ""))
                        .forEach(all::add);
            }
        }
        return all;
    }
}
