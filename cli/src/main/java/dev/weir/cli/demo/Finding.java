package dev.weir.cli.demo;

/**
 * What was found in one destination.
 *
 * @param comparison of what it held at the end
 * @param sighted on the way there
 */
record Finding(Destination destination, Comparison comparison, Sighted sighted) {

    boolean isSound() {
        return comparison.isExact() && sighted.isSound();
    }
}
