package dev.weir.cli.demo;

/** A table, which stays healthy, and a job that ends when it has read all files. */
record FilesScene(TableWatch watch) implements Scene {

    @Override
    public void killed(int kills) {}

    @Override
    public void strike(Victim server) {
        throw new IllegalArgumentException("not to be killed: " + server);
    }

    @Override
    public boolean isDown(Victim server) {
        return false;
    }

    @Override
    public long seen(Victim server) {
        return watch.orders();
    }

    @Override
    public long seen() {
        return watch.orders();
    }

    @Override
    public boolean isPlayed() {
        return false;
    }

    @Override
    public void endJob() {}
}
