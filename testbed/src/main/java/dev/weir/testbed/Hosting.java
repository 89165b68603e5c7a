package dev.weir.testbed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;

/** What the servers of {@link DatabaseServer}'s factories run in. */
enum Hosting {
    PROCESSES {
        @Override
        DatabaseServer postgres() {
            return PostgresServer.start();
        }

        @Override
        DatabaseServer mySql() {
            return MySqlServer.start();
        }

        @Override
        DatabaseServer mariaDb() {
            return MySqlServer.startMariaDb();
        }

        @Override
        KafkaBroker kafka() {
            return KafkaServer.start();
        }
    },

    CONTAINERS {
        @Override
        DatabaseServer postgres() {
            requireTestcontainers(
                    "testcontainers-postgresql", "org/testcontainers/postgresql/PostgreSQLContainer.class");
            return ContainerServer.postgres();
        }

        @Override
        DatabaseServer mySql() {
            requireTestcontainers("testcontainers-mysql", "org/testcontainers/mysql/MySQLContainer.class");
            return ContainerServer.mySql();
        }

        @Override
        DatabaseServer mariaDb() {
            requireTestcontainers("testcontainers-mariadb", "org/testcontainers/mariadb/MariaDBContainer.class");
            return ContainerServer.mariaDb();
        }

        @Override
        KafkaBroker kafka() {
            requireTestcontainers("testcontainers-kafka", "org/testcontainers/kafka/KafkaContainer.class");
            return ContainerBroker.start();
        }
    };

    static final String PROPERTY = "weir.testbed";

    static Hosting chosenIn(Properties properties) {
        String chosen = properties.getProperty(PROPERTY, PROCESSES.word());
        return Arrays.stream(values())
                .filter(hosting -> hosting.word().equals(chosen))
                .findFirst()
                .orElseThrow(() -> new TestbedException("Cannot start a server: it is not known what to run it in: "
                        + PROPERTY + "=" + chosen + "; use "
                        + Arrays.stream(values()).map(Hosting::word).toList()));
    }

    abstract DatabaseServer postgres();

    abstract DatabaseServer mySql();

    abstract DatabaseServer mariaDb();

    abstract KafkaBroker kafka();

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static void requireTestcontainers(String artifact, String resource) {
        if (Hosting.class.getClassLoader().getResource(resource) == null) {
            throw new TestbedException(
                    "Cannot start a container: Testcontainers is not on the class path: resource=" + resource
                            + "; add the dependency org.testcontainers:" + artifact + ", or leave out -D" + PROPERTY);
        }
    }
}
