package dev.weir.testbed;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * The life of a server of any kind in a Docker container. It has a port of its own choice, since Docker would give it another one
 * at each start.
 */
final class OwnedContainer<C extends GenericContainer<?>> implements AutoCloseable {

    static final int STOP_SECONDS = 30;

    private final String product;
    private final C container;

    private OwnedContainer(String product, C container) {
        this.product = product;
        this.container = container;
    }

    /** Starts what the maker makes, with this port of it at one of this machine. */
    static <C extends GenericContainer<?>> OwnedContainer<C> start(String product, int port, Supplier<C> maker) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new TestbedException("Cannot start " + product + " in a container: Docker does not answer: "
                    + Hosting.PROPERTY + "=containers, DOCKER_HOST="
                    + System.getenv().getOrDefault("DOCKER_HOST", "(not set)")
                    + "; start Docker, or leave out -D" + Hosting.PROPERTY + " to run servers as processes");
        }
        C container = maker.get();
        container.setPortBindings(List.of(Ports.free() + ":" + port));
        container.start();
        return new OwnedContainer<>(product, container);
    }

    C container() {
        return container;
    }

    void kill() {
        if (isRunning()) {
            docker().killContainerCmd(container.getContainerId()).exec();
        }
    }

    void pause() {
        requireRunning("pause");
        if (!isPaused()) {
            docker().pauseContainerCmd(container.getContainerId()).exec();
        }
    }

    void resume() {
        requireRunning("resume");
        if (isPaused()) {
            docker().unpauseContainerCmd(container.getContainerId()).exec();
        }
    }

    /** Starts the container again; that the server answers is not waited for. */
    void restart() {
        if (isPaused()) {
            resume();
        }
        docker().restartContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
    }

    TestbedException noConnections(String reason, @Nullable Throwable cause) {
        String message = "Cannot restart " + product + ": it accepts no connections: " + reason
                + "; see what it says with docker logs " + container.getContainerId();
        return cause == null ? new TestbedException(message) : new TestbedException(message, cause);
    }

    @Override
    public void close() {
        container.stop();
    }

    private void requireRunning(String verb) {
        if (!isRunning()) {
            throw new TestbedException("Cannot " + verb + " " + product + ": it does not run: container="
                    + container.getContainerId() + "; restart() it first");
        }
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    private boolean isPaused() {
        return Boolean.TRUE.equals(state().getPaused());
    }

    private InspectContainerResponse.ContainerState state() {
        return docker().inspectContainerCmd(container.getContainerId()).exec().getState();
    }

    private static DockerClient docker() {
        return DockerClientFactory.instance().client();
    }
}
