package dev.weir.benchmarks;

import dev.weir.function.Collector;

/** Lines of ten words each, skewed to the first words of a vocabulary. Made once; any thread may read them. */
final class Lines {
    static final int WORDS_PER_LINE = 10;

    private static final int LINES = 1 << 16;

    private final String[] lines = new String[LINES];
    /** The words of each line as indexes into the vocabulary. */
    private final int[][] words = new int[LINES][WORDS_PER_LINE];

    Lines(int vocabularySize) {
        String[] vocabulary = new String[vocabularySize];
        for (int i = 0; i < vocabularySize; i++) {
            vocabulary[i] = word(i);
        }
        for (int line = 0; line < LINES; line++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < WORDS_PER_LINE; w++) {
                double uniform = (Event.mix(line * 31L + w * 1_000_003L) >>> 11) * 0x1.0p-53;
                int word = (int) (uniform * uniform * uniform * vocabularySize);
                words[line][w] = word;
                text.append(w == 0 ? "" : " ").append(vocabulary[word]);
            }
            lines[line] = text.toString();
        }
    }

    /** Three to eight letters, and the index so that no two are equal. */
    private static String word(int index) {
        long random = Event.mix(index + 77);
        int letters = 3 + (int) ((random >>> 8) % 6);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < letters; i++) {
            text.append((char) ('a' + Math.floorMod(random, 26)));
            random = Event.mix(random);
        }
        return text.append(Integer.toString(index, 36)).toString();
    }

    /** The line with an index: any index has one. */
    String at(long index) {
        return lines[(int) Event.mix(index) & LINES - 1];
    }

    int[] wordsAt(long index) {
        return words[(int) Event.mix(index) & LINES - 1];
    }

    static void split(String line, Collector<String> words) {
        int from = 0;
        for (int space = line.indexOf(' '); space >= 0; space = line.indexOf(' ', from)) {
            words.collect(line.substring(from, space));
            from = space + 1;
        }
        words.collect(line.substring(from));
    }
}
