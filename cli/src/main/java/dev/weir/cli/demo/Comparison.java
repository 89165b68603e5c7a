package dev.weir.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The table against the truth, cell by cell. Each cell is written once, by one window, so that within a cell an order that is
 * lost and another one that is doubled cannot hide each other.
 *
 * @param truth all that the files hold
 * @param found all that the table holds
 * @param cells the number of cells of the truth
 * @param lost orders that the table lacks
 * @param doubled orders that the table has too often
 * @param wrong every cell that differs, in orders or in cents
 */
record Comparison(Sums truth, Sums found, int cells, long lost, long doubled, List<WrongCell> wrong) {

    Comparison {
        wrong = List.copyOf(wrong);
    }

    /** A cell that differs. */
    record WrongCell(Cell cell, Sums truth, Sums found) {}

    static Comparison of(Map<Cell, Sums> truth, Map<Cell, Sums> found) {
        long lost = 0;
        long doubled = 0;
        List<WrongCell> wrong = new ArrayList<>();
        TreeSet<Cell> all = new TreeSet<>(truth.keySet());
        all.addAll(found.keySet());
        for (Cell cell : all) {
            Sums expected = truth.getOrDefault(cell, Sums.ZERO);
            Sums actual = found.getOrDefault(cell, Sums.ZERO);
            lost += Math.max(0, expected.orders() - actual.orders());
            doubled += Math.max(0, actual.orders() - expected.orders());
            if (!expected.equals(actual)) {
                wrong.add(new WrongCell(cell, expected, actual));
            }
        }
        return new Comparison(total(truth), total(found), truth.size(), lost, doubled, wrong);
    }

    private static Sums total(Map<Cell, Sums> sums) {
        return sums.values().stream().reduce(Sums.ZERO, Sums::plus);
    }

    /** Whether the table equals the truth. */
    boolean isExact() {
        return wrong.isEmpty();
    }
}
