package dev.weir.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the table must hold, found by reading the order files line by line: plain code that shares nothing with Weir, nor
 * with the writer of the files.
 */
final class Truth {

    private Truth() {}

    static Map<Cell, Sums> of(Path orders) throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(orders)) {
            files = listed.toList();
        }
        try {
            return files.parallelStream().map(Truth::ofFile).collect(TreeMap::new, Truth::addAll, Truth::addAll);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Map<Cell, Sums> ofFile(Path file) {
        Map<Cell, Sums> sums = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",", -1);
                Cell cell = new Cell(fields[1].substring(0, Cell.MINUTE_LENGTH), fields[2]);
                sums.merge(cell, new Sums(1, Long.parseLong(fields[3])), Sums::plus);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sums;
    }

    private static void addAll(Map<Cell, Sums> sums, Map<Cell, Sums> more) {
        more.forEach((cell, sum) -> sums.merge(cell, sum, Sums::plus));
    }
}
