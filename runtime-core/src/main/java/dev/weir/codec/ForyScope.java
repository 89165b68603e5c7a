package dev.weir.codec;

import dev.weir.error.ErrorCode;
import dev.weir.error.WeirException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one {@link ForyCodec} may read and write: its type, and the allowed classes under numbers made from their names,
 * which are the same whatever other classes a job allows and in which order.
 *
 * @param references whether shared and circular references are kept; a key has none, so that equal keys are equal bytes
 */
record ForyScope(Class<?> raw, String fingerprint, Map<Integer, Class<?>> allowed, boolean references) {

    /** To be raised when Fory's format changes. */
    private static final String FORMAT = "fory1:";

    static ForyScope of(Type type, Collection<Class<?>> registered, boolean references) {
        ReachableTypes reachable = new ReachableTypes().add(type);
        String fingerprint = FORMAT + GenericTypes.name(type) + "#" + reachable.schemaHash();
        registered.forEach(reachable::add);
        Map<Integer, Class<?>> allowed = new TreeMap<>();
        for (Class<?> each : reachable.classes()) {
            Class<?> other = allowed.put(each.getName().hashCode() & Integer.MAX_VALUE, each);
            if (other != null) {
                throw new WeirException(
                        ErrorCode.INVALID_JOB,
                        "Cannot allow class " + each.getName() + ": its name has the same hash as another: "
                                + other.getName() + "; rename one of them, or give it a codec of its own");
            }
        }
        return new ForyScope(GenericTypes.raw(type), fingerprint, allowed, references);
    }
}
