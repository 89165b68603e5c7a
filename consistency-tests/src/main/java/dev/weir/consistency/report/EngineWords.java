package dev.weir.consistency.report;

import dev.weir.consistency.suite.Engine;

/** An engine as people call it. */
final class EngineWords {
    private EngineWords() {}

    static String of(Engine engine) {
        return switch (engine) {
            case CONTRACT -> "Contract";
            case SIMULATION -> "Simulation";
            case EXHAUSTIVE -> "Exhaustive";
            case REAL_SERVERS -> "Real servers";
            case CHAOS -> "Chaos";
        };
    }
}
