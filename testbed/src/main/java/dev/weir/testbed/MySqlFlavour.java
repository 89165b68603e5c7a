package dev.weir.testbed;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The two servers that speak MySQL's protocol. */
public enum MySqlFlavour {

    /** MySQL 8.0, with Connector/J ({@code com.mysql:mysql-connector-j}). */
    MYSQL("MySQL", "mysqld") {

        @Override
        Map<String, String> defaults() {
            return Map.of(
                    "performance_schema", "OFF",
                    "innodb_flush_method", "nosync",
                    "innodb_redo_log_capacity", "16M",
                    "innodb_buffer_pool_size", "32M",
                    "sync_binlog", "0");
        }

        @Override
        List<String> fixedArguments() {
            return List.of(
                    "--mysqlx=OFF",
                    "--auto-generate-certs=OFF",
                    "--caching-sha2-password-auto-generate-rsa-keys=OFF",
                    "--sha256-password-auto-generate-rsa-keys=OFF");
        }

        @Override
        String identifiedBy(String password) {
            return "IDENTIFIED WITH mysql_native_password BY '" + password + "'";
        }

        @Override
        String jdbcUrl(String address, String credentials) {
            return "jdbc:mysql://" + address + "?" + credentials + "&sslMode=DISABLED";
        }
    },

    /** MariaDB 11.4, with its own driver ({@code org.mariadb.jdbc:mariadb-java-client}). */
    MARIADB("MariaDB", "mariadbd") {

        @Override
        Map<String, String> defaults() {
            return Map.of("innodb_log_file_size", "16M", "innodb_buffer_pool_size", "32M");
        }

        @Override
        List<String> fixedArguments() {
            return List.of();
        }

        @Override
        String identifiedBy(String password) {
            return "IDENTIFIED BY '" + password + "'";
        }

        @Override
        String jdbcUrl(String address, String credentials) {
            return "jdbc:mariadb://" + address + "?" + credentials + "&sslMode=disable";
        }
    };

    private final String product;
    private final String program;

    MySqlFlavour(String product, String program) {
        this.product = product;
        this.program = program;
    }

    /** Its name in messages. */
    String product() {
        return product;
    }

    /** The name of its program and of its processes. */
    String program() {
        return program;
    }

    /** How names of folders begin. */
    String folderName() {
        return product.toLowerCase(Locale.ROOT);
    }

    /** Settings that a test may change. */
    abstract Map<String, String> defaults();

    /** Arguments that only this server knows. */
    abstract List<String> fixedArguments();

    abstract String identifiedBy(String password);

    abstract String jdbcUrl(String address, String credentials);
}
