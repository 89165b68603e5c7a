package dev.weir;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layer table of the runtime: a package uses packages of lower layers, itself, and what an arrow of its own layer
 * names. The first segment below {@code dev.weir} decides; a package that is in no layer is a fault.
 */
final class DependOnLowerLayersOnly extends ArchCondition<JavaClass> {

    private static final String ROOT = "dev.weir";

    /** Lowest layer first. The empty name is the root package. */
    static final List<Set<String>> LAYERS = List.of(
            Set.of("element", "codec", "time", "fault", "error", "metrics", "guarantee"),
            Set.of("source", "sink", "state", "function"),
            Set.of("operator", "window", "delivery", "checkpoint"),
            Set.of("graph"),
            Set.of("exec"),
            Set.of(""));

    /** What a package may use of its own layer; {@code error} depends on nothing. */
    static final Map<String, Set<String>> ARROWS_WITHIN_A_LAYER = Map.of(
            "codec", Set.of("error"),
            "element", Set.of("error", "time"),
            "time", Set.of("error"),
            "fault", Set.of("error"),
            "window", Set.of("operator"),
            "function", Set.of("state"));

    private static final Map<String, Integer> LEVELS = levels();

    DependOnLowerLayersOnly() {
        super("depend on packages of lower layers only");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
        String from = packageOf(item);
        if (!LEVELS.containsKey(from)) {
            events.add(SimpleConditionEvent.violated(
                    item,
                    "Package '%s' of %s is in no layer; add it to a layer of DependOnLowerLayersOnly"
                            .formatted(from, item.getFullName())));
            return;
        }
        for (Dependency dependency : item.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (isOurs(target) && !allows(from, packageOf(target))) {
                events.add(SimpleConditionEvent.violated(
                        dependency,
                        "%s may not use %s: %s"
                                .formatted(named(from), named(packageOf(target)), dependency.getDescription())));
            }
        }
    }

    private static boolean allows(String from, String to) {
        if (from.equals(to)) {
            return true;
        }
        Integer level = LEVELS.get(to);
        return level != null
                && (level < LEVELS.get(from)
                        || ARROWS_WITHIN_A_LAYER.getOrDefault(from, Set.of()).contains(to));
    }

    private static boolean isOurs(JavaClass target) {
        return target.getPackageName().equals(ROOT) || target.getPackageName().startsWith(ROOT + ".");
    }

    private static String packageOf(JavaClass item) {
        String below = item.getPackageName().substring(ROOT.length());
        return below.isEmpty() ? "" : below.substring(1).split("\\.", 2)[0];
    }

    private static String named(String segment) {
        return segment.isEmpty() ? "layer 5 '" + ROOT + "'" : "layer " + LEVELS.get(segment) + " '" + segment + "'";
    }

    private static Map<String, Integer> levels() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 0; level < LAYERS.size(); level++) {
            for (String name : LAYERS.get(level)) {
                levels.put(name, level);
            }
        }
        return Map.copyOf(levels);
    }
}
