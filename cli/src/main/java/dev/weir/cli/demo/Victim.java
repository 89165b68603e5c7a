package dev.weir.cli.demo;

/** What SIGKILL hits. */
enum Victim {
    JOB("job"),
    BROKER("broker"),
    DATABASE("database");

    private final String label;

    Victim(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
