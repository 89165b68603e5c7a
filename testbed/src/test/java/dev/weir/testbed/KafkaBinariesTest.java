package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KafkaBinariesTest {

    private static final ClassLoader TESTS = KafkaBinariesTest.class.getClassLoader();

    @TempDir
    private Path folder;

    @Test
    void findsTheJarsThatTheClassPathLists() {
        KafkaBinaries binaries = KafkaBinaries.foundIn(new Properties(), TESTS);
        assertThat(binaries.version()).isEqualTo("4.2.2");
        assertThat(binaries.classPath()).contains("kafka-server-4.2.2.jar").contains("slf4j-simple-1.7.36.jar");
    }

    @Test
    void leavesTheClassPathOfTestsFreeOfTheBroker() {
        assertThat(TESTS.getResource("kafka/Kafka.class")).isNull();
        assertThat(TESTS.getResource("scala/Option.class")).isNull();
        assertThat(TESTS.getResource("org/slf4j/impl/SimpleLogger.class")).isNull();
    }

    @Test
    void prefersTheFolderThatThePropertyNames() throws IOException {
        Path jar = Files.createFile(folder.resolve("kafka_2.13-9.8.7.jar"));
        KafkaBinaries binaries = KafkaBinaries.foundIn(folderNamed(), TESTS);
        assertThat(binaries.jars()).containsExactly(jar);
        assertThat(binaries.version()).isEqualTo("9.8.7");
    }

    @Test
    void saysWhatIsWrongWithTheFolder() throws IOException {
        assertThatThrownBy(() -> KafkaBinaries.foundIn(folderNamed(), TESTS))
                .isInstanceOf(TestbedException.class)
                .hasMessage("Cannot start Kafka: some of its jars are not there: kafka_2.13-*.jar: weir.kafka.broker="
                        + folder + "; name a folder with all jars of a broker");
        Files.delete(folder);
        assertThatThrownBy(() -> KafkaBinaries.foundIn(folderNamed(), TESTS))
                .hasMessageStartingWith("Cannot start Kafka: the folder of its jars cannot be read: ")
                .hasMessageContaining("weir.kafka.broker=" + folder);
    }

    @Test
    void saysWhatIsWrongWithTheList() throws IOException {
        try (URLClassLoader empty = classPathOf(folder)) {
            assertThatThrownBy(() -> KafkaBinaries.foundIn(new Properties(), empty))
                    .isInstanceOf(TestbedException.class)
                    .hasMessageStartingWith(
                            "Cannot start Kafka: nothing says where its jars are: "
                                    + "resource=dev/weir/kafka-broker.classpath; add the dependency dev.weir:weir-kafka-broker");
            Files.createDirectories(folder.resolve("dev/weir"));
            Files.writeString(folder.resolve("dev/weir/kafka-broker.classpath"), "/gone/kafka_2.13-4.2.2.jar\n");
            assertThatThrownBy(() -> KafkaBinaries.foundIn(new Properties(), empty))
                    .hasMessage("Cannot start Kafka: some of its jars are not there: [/gone/kafka_2.13-4.2.2.jar]: "
                            + "resource=dev/weir/kafka-broker.classpath; build the module kafka-broker again");
        }
    }

    private Properties folderNamed() {
        Properties properties = new Properties();
        properties.setProperty(KafkaBinaries.PROPERTY, folder.toString());
        return properties;
    }

    private static URLClassLoader classPathOf(Path folder) throws IOException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }
}
