package dev.weir.source;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cuts the files into splits, after a look into each so that a fault shows before the job starts. */
final class FileSplitPlanner {
    private static final String GZIP_SUFFIX = ".gz";

    private FileSplitPlanner() {}

    static List<FileSource.Split> plan(List<String> patterns, long rangeBytes) {
        List<FileSource.Split> splits = new ArrayList<>();
        for (Path file : PathPatterns.expand(patterns)) {
            cut(file, rangeBytes, splits);
        }
        return splits;
    }

    private static void cut(Path file, long rangeBytes, List<FileSource.Split> splits) {
        long size;
        FileHead head;
        try {
            size = Files.size(file);
            head = FileHead.read(file, size);
        } catch (IOException e) {
            throw FileErrors.cannotOpen(file, e);
        }
        String path = file.toString();
        if (head.isGzip()) {
            splits.add(new FileSource.Split(path, 0, Long.MAX_VALUE, 0, size, head.checksum(), true));
            return;
        }
        if (path.endsWith(GZIP_SUFFIX) && !head.isEmpty()) {
            throw new WeirException(
                    ErrorCode.SOURCE,
                    "Cannot read " + path + ": its name ends in " + GZIP_SUFFIX
                            + " but its content is not gzip; rename the file or compress it");
        }
        long start = 0;
        do {
            long end = size - start > rangeBytes ? start + rangeBytes : size;
            splits.add(new FileSource.Split(path, start, end, start, size, head.checksum(), false));
            start = end;
        } while (start < size);
    }
}
