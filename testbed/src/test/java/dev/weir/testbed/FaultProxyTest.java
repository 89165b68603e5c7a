package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class FaultProxyTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.port());
    }

    @AfterEach
    void end() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesBytesAndTheEndOfTheStream() throws IOException {
        try (Client client = new Client()) {
            assertThat(client.ask("one")).isEqualTo("re: one");
            String big = "x".repeat(300_000);
            assertThat(client.ask(big)).isEqualTo("re: " + big);
            client.socket.shutdownOutput();
            assertThat(client.read()).isNull();
        }
        assertThat(server.seen()).hasSize(3).endsWith("(end)");
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void delaysBothDirections() throws IOException {
        try (Client client = new Client()) {
            client.ask("warm");
            proxy.delay(Duration.ofMillis(60));
            long begin = System.nanoTime();
            client.ask("slow");
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void holdsBytesBackUntilItHeals() throws IOException {
        try (Client client = new Client()) {
            proxy.hold();
            client.send("later");
            client.socket.setSoTimeout(100);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.seen()).isEmpty();

            proxy.heal();

            client.socket.setSoTimeout((int) LIMIT.toMillis());
            assertThat(client.read()).isEqualTo("re: later");
        }
    }

    @Test
    void endsConnectionsInOrderOrAtOnceAndForgetsWhatItHeld() throws IOException {
        try (Client finished = new Client()) {
            finished.ask("a");
            proxy.hold();
            finished.send("never");
            proxy.drop(Cut.FINISH);
            assertThat(finished.read()).isNull();
            await().until(() -> server.seen().contains("(end)"));
        }
        proxy.heal();
        try (Client reset = new Client()) {
            reset.ask("b");
            proxy.drop(Cut.RESET);
            assertThatThrownBy(reset::read).isInstanceOf(SocketException.class);
            await().until(() -> server.seen().contains("(reset)"));
        }
        assertThat(server.seen()).doesNotContain("never");
    }

    @Test
    void refusesNewConnectionsOnlyAndTakesThemAgainOnTheSamePort() throws IOException {
        try (Client client = new Client()) {
            client.ask("before");
            proxy.refuse();
            assertThatThrownBy(Client::new).isInstanceOf(ConnectException.class);
            assertThat(client.ask("meanwhile")).isEqualTo("re: meanwhile");

            proxy.heal();

            try (Client another = new Client()) {
                assertThat(another.ask("after")).isEqualTo("re: after");
            }
        }
    }

    @Test
    void losesARequest() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.requestLost("COMMIT"));
        try (Client client = new Client()) {
            client.ask("BEGIN");
            assertThat(tripwire.hasFired()).isFalse();
            client.send("COMMIT");
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
        }
        tripwire.awaitFired(LIMIT);
        await().until(() -> server.seen().contains("(end)"));
        assertThat(server.seen()).containsExactly("BEGIN", "(end)");
    }

    @Test
    void losesTheReplyToARequest() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.replyLostTo("COMMIT").by(Cut.FINISH));
        try (Client client = new Client()) {
            client.ask("BEGIN");
            client.send("COMMIT");
            assertThat(client.read()).isNull();
        }
        tripwire.awaitFired(LIMIT);
        assertThat(server.seen()).startsWith("BEGIN", "COMMIT");
        try (Client client = new Client()) {
            assertThat(client.ask("COMMIT")).isEqualTo("re: COMMIT");
        }
    }

    @Test
    void losesAReplyInSilence() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.replyLost("re: two").by(Cut.SILENCE));
        try (Client client = new Client()) {
            client.ask("one");
            client.send("two");
            tripwire.awaitFired(LIMIT);
            client.socket.setSoTimeout(100);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            client.send("three");
        }
        assertThat(server.seen()).containsExactly("one", "two");
    }

    @Test
    void cutsAfterAReplyAtTheOccurrenceAskedFor() throws IOException {
        Tripwire tripwire =
                proxy.arm(CutPoint.afterReply("re: x").atOccurrence(2).by(Cut.FINISH));
        try (Client client = new Client()) {
            assertThat(client.ask("x")).isEqualTo("re: x");
            assertThat(tripwire.hasFired()).isFalse();
            assertThat(client.ask("x")).isEqualTo("re: x");
            assertThat(client.read()).isNull();
        }
        tripwire.awaitFired(LIMIT);
    }

    @Test
    void findsATextThatComesInPieces() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.requestLost("one\ntwo\nthree"));
        try (Client client = new Client()) {
            client.ask("one");
            client.ask("two");
            client.send("three");
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
        }
        tripwire.awaitFired(LIMIT);
        await().until(() -> server.seen().size() == 3);
        assertThat(server.seen()).containsExactly("one", "two", "(end)");
    }

    @Test
    void isHealedOfCutPointsToo() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.requestLost("COMMIT"));
        proxy.heal();
        try (Client client = new Client()) {
            assertThat(client.ask("COMMIT")).isEqualTo("re: COMMIT");
        }
        assertThat(tripwire.hasFired()).isFalse();
        assertThatThrownBy(() -> tripwire.awaitFired(Duration.ofMillis(1)))
                .hasMessageStartingWith("Cannot wait any longer for a cut: its bytes did not come within PT0.001S: ");
    }

    @Test
    void refusesFaultsThatItCannotMake() {
        assertThatThrownBy(() -> proxy.arm(CutPoint.requestLost(KafkaRequest.END_TXN)))
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot arm a proxy: it does not read Kafka's protocol: ")
                .hasMessageEndingWith("; make it with FaultProxy.toKafka(port), or use that of a KafkaServer");
        assertThatThrownBy(() -> proxy.drop(Cut.HOLD))
                .hasMessage("Cannot drop connections: this cut ends none: cut=HOLD; call hold()");
    }

    @Test
    void holdsARequestBackUntilItHeals() throws IOException {
        Tripwire tripwire = proxy.arm(CutPoint.requestLost("COMMIT").by(Cut.HOLD));
        try (Client client = new Client()) {
            client.ask("BEGIN");
            client.send("COMMIT");
            tripwire.awaitFired(LIMIT);
            client.socket.setSoTimeout(100);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.seen()).containsExactly("BEGIN");

            proxy.heal();

            client.socket.setSoTimeout((int) LIMIT.toMillis());
            assertThat(client.read()).isEqualTo("re: COMMIT");
        }
    }

    @Test
    void resetsClientsWhileThereIsNoServer() throws IOException {
        proxy.close();
        proxy = FaultProxy.to(Ports.free());
        try (Client client = new Client()) {
            assertThatThrownBy(() -> client.ask("anyone?")).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void leavesNoThreadBehindWhenClosed() throws IOException {
        String name = "weir-proxy-" + proxy.port();
        try (Client client = new Client()) {
            client.ask("one");
            proxy.delay(Duration.ofHours(1));
            client.send("two");
            assertThat(threads(name)).isEqualTo(3);

            proxy.close();

            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
            await().until(() -> threads(name) == 0);
        }
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }

    private final class Client implements AutoCloseable {

        private final Socket socket = new Socket();
        private final OutputStream out;
        private final BufferedReader in;

        Client() throws IOException {
            socket.connect(new InetSocketAddress(Ports.loopback(), proxy.port()));
            socket.setSoTimeout((int) LIMIT.toMillis());
            out = socket.getOutputStream();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        void send(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        String read() throws IOException {
            return in.readLine();
        }

        String ask(String line) throws IOException {
            send(line);
            return read();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
