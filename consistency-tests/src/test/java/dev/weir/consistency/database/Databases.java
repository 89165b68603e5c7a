package dev.weir.consistency.database;

import dev.weir.consistency.database.Combination.Database;
import dev.weir.testbed.DatabaseServer;
import java.util.EnumMap;
import java.util.Map;

/** The servers of one test class, each started when it is first asked for. */
final class Databases implements AutoCloseable {
    private final Map<Database, DatabaseServer> servers = new EnumMap<>(Database.class);

    /** The table for a job that delivers like this, empty, on a server that runs. */
    CountTable table(Combination combination) throws Exception {
        CountTable table = new CountTable(servers.computeIfAbsent(combination.database(), Database::start));
        table.create(combination.strategy());
        return table;
    }

    @Override
    public void close() {
        servers.values().forEach(DatabaseServer::close);
    }
}
