package dev.weir.testbed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How a {@link MySqlServer} is set up.
 *
 * @param flavour which server it is
 * @param database a database to create
 * @param user a user who may do anything
 * @param password the user's password
 * @param settings server variables as in my.cnf, with underscores
 * @param startTimeout how long it may take to accept connections, crash recovery included
 */
public record MySqlOptions(
        MySqlFlavour flavour,
        String database,
        String user,
        String password,
        Map<String, String> settings,
        Duration startTimeout) {

    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,31}");
    private static final Pattern PASSWORD = Pattern.compile("[a-zA-Z0-9_]{1,64}");
    private static final Pattern SETTING = Pattern.compile("[a-z_][a-z0-9_.]*");

    /** Set by the server itself; another value would break it, or what it promises. */
    private static final Set<String> RESERVED = Set.of(
            "port",
            "bind_address",
            "basedir",
            "datadir",
            "socket",
            "pid_file",
            "log_error",
            "init_file",
            "user",
            "skip_networking",
            "innodb_use_native_aio",
            "ssl",
            "skip_ssl");

    /** Checks all values and reports all faults together. */
    public MySqlOptions {
        settings = Map.copyOf(settings);
        List<String> faults = new ArrayList<>();
        if (!NAME.matcher(database).matches()) {
            faults.add("database=" + database + " does not match " + NAME);
        }
        if (!NAME.matcher(user).matches()
                || user.equals("root")
                || user.startsWith("mysql")
                || user.equals("mariadb")) {
            faults.add("user=" + user + " does not match " + NAME + " or belongs to the server");
        }
        if (!PASSWORD.matcher(password).matches()) {
            faults.add("password does not match " + PASSWORD);
        }
        for (String name : new TreeMap<>(settings).keySet()) {
            if (!SETTING.matcher(name).matches() || RESERVED.contains(name)) {
                faults.add("setting " + name + " is no setting, or one that the server makes itself");
            }
        }
        if (startTimeout.isNegative() || startTimeout.isZero()) {
            faults.add("startTimeout=" + startTimeout + " is not positive");
        }
        if (!faults.isEmpty()) {
            throw new TestbedException("Cannot set up " + flavour.product() + ": " + faults.size()
                    + " faults in its options: " + String.join("; ", faults) + "; correct them");
        }
    }

    /** For MySQL. */
    public static MySqlOptions defaults() {
        return builder().build();
    }

    /** For MySQL. */
    public static Builder builder() {
        return new Builder(MySqlFlavour.MYSQL);
    }

    public static Builder builder(MySqlFlavour flavour) {
        return new Builder(flavour);
    }

    /**
     * Begins with database, user and password {@code weir}, and with settings for a quick start: small buffers and logs, and no
     * waiting for the disk, which protects against a machine's crash that no test makes. MySQL keeps its binary log.
     */
    public static final class Builder {

        private final MySqlFlavour flavour;
        private final Map<String, String> settings;
        private String database = "weir";
        private String user = "weir";
        private String password = "weir";
        private Duration startTimeout = Duration.ofSeconds(60);

        private Builder(MySqlFlavour flavour) {
            this.flavour = flavour;
            this.settings = new HashMap<>(flavour.defaults());
        }

        public Builder database(String name) {
            this.database = name;
            return this;
        }

        public Builder user(String name) {
            this.user = name;
            return this;
        }

        public Builder password(String letters) {
            this.password = letters;
            return this;
        }

        /** Any variable of my.cnf, in place of the testbed's default; hyphens are as good as underscores. */
        public Builder setting(String name, String value) {
            settings.put(name.replace('-', '_'), value);
            return this;
        }

        /** Default 60 seconds. */
        public Builder startTimeout(Duration timeout) {
            this.startTimeout = timeout;
            return this;
        }

        public MySqlOptions build() {
            return new MySqlOptions(flavour, database, user, password, settings, startTimeout);
        }
    }
}
