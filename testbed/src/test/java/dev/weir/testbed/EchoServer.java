package dev.weir.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers each line with the same line after "re: ", and remembers what it got and how connections ended. */
final class EchoServer implements AutoCloseable {

    private final ServerSocket listener;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    EchoServer() throws IOException {
        listener = Ports.listen(Ports.free());
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    List<String> seen() {
        return seen;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                start(() -> answer(socket));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void answer(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                PrintWriter out = new PrintWriter(socket.getOutputStream(), true, StandardCharsets.UTF_8)) {
            for (String line; (line = in.readLine()) != null; ) {
                seen.add(line);
                out.println("re: " + line);
            }
            seen.add("(end)");
        } catch (IOException e) {
            seen.add("(reset)");
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
