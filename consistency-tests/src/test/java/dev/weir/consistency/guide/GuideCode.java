package dev.weir.consistency.guide;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Java files of a page, and the change that its {@code diff} block makes to them. */
record GuideCode(Map<String, String> files, String removed, String added) {
    private static final Pattern BLOCK = Pattern.compile("```(java|diff)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern TYPE =
            Pattern.compile("^(?:public )?(?:final )?(?:class|record) (\\w+)", Pattern.MULTILINE);

    static GuideCode of(Path page) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        String removed = "";
        String added = "";
        Matcher blocks = BLOCK.matcher(Files.readString(page));
        while (blocks.find()) {
            if (blocks.group(1).equals("java")) {
                files.put(typeOf(blocks.group(2)), blocks.group(2));
            } else {
                removed = linesWith('-', blocks.group(2));
                added = linesWith('+', blocks.group(2));
            }
        }
        return new GuideCode(files, removed, added);
    }

    private static String typeOf(String code) {
        Matcher type = TYPE.matcher(code);
        if (!type.find()) {
            throw new IllegalStateException("no type in: " + code);
        }
        return type.group(1);
    }

    private static String linesWith(char sign, String diff) {
        return diff.lines()
                .filter(line -> line.charAt(0) == sign)
                .map(line -> line.substring(1))
                .collect(Collectors.joining("\n"));
    }

    /** With the change of the diff. */
    GuideCode changed() {
        Map<String, String> changed = new LinkedHashMap<>(files);
        changed.replaceAll((type, code) -> code.replace(removed, added));
        return new GuideCode(changed, removed, added);
    }

    /** Compiles everything, and returns what loads it. */
    URLClassLoader compile(Path folder) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("com/acme"));
        List<Path> paths = new ArrayList<>();
        for (Map.Entry<String, String> file : files.entrySet()) {
            paths.add(Files.writeString(sources.resolve(file.getKey() + ".java"), file.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean sound = compiler.getTask(
                            messages,
                            manager,
                            null,
                            List.of(
                                    "-proc:none",
                                    "-d",
                                    folder.toString(),
                                    "-cp",
                                    System.getProperty("java.class.path")),
                            null,
                            manager.getJavaFileObjectsFromPaths(paths))
                    .call();
            if (!sound) {
                throw new IllegalStateException("The page does not compile:\n" + messages);
            }
        }
        try {
            return new URLClassLoader(new URL[] {folder.toUri().toURL()}, GuideCode.class.getClassLoader());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
