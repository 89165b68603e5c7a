package dev.weir.consistency.live;

import dev.weir.consistency.subject.SinkUnderTest;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Where a process of its own finds a sink's class and all that it needs. */
final class SinkClasses {
    private SinkClasses() {}

    /**
     * Our own class path, and that of the loaders that the sink's class came by.
     *
     * @return in the notation of {@code java -cp}
     */
    static String path(SinkUnderTest sink) {
        List<String> entries = new ArrayList<>();
        entries.add(System.getProperty("java.class.path"));
        for (ClassLoader loader = sink.getClass().getClassLoader(); loader != null; loader = loader.getParent()) {
            if (loader instanceof URLClassLoader known) {
                for (URL url : known.getURLs()) {
                    entries.add(Path.of(URI.create(url.toString())).toString());
                }
            }
        }
        return String.join(File.pathSeparator, entries);
    }
}
