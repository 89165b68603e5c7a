package dev.weir.consistency.contract;

import dev.weir.consistency.history.OutputRecord;
import dev.weir.consistency.history.Witness;
import dev.weir.error.WeirException;
import dev.weir.sink.CommitUnit;
import dev.weir.sink.PreparedUnit;
import dev.weir.sink.SinkTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notes the calls to ports, so that a rule that was broken has a witness.
 *
 * <p><b>Threading:</b> any thread.
 */
final class Trace {
    private static final int MOST_STEPS = 40;

    private final List<Witness.Step> steps = new ArrayList<>();
    private final long start = System.nanoTime();

    synchronized void note(String lane, String text) {
        if (steps.size() < MOST_STEPS) {
            steps.add(new Witness.Step(System.nanoTime() - start, lane, text));
        }
    }

    synchronized List<Witness.Step> steps() {
        return List.copyOf(steps);
    }

    /** The same port, noted; {@code type} is an interface. */
    @SuppressWarnings("unchecked")
    <P> P of(Class<? super P> type, P port, PortContext context) {
        String lane = "attempt " + context.attempt();
        return (P) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            try {
                Object result = method.invoke(port, arguments);
                note(lane, describe(method, arguments) + (result == null ? "" : ": " + describe(result)));
                return result instanceof SinkTransaction<?> transaction
                        ? of(SinkTransaction.class, (SinkTransaction<Object>) transaction, context)
                        : result;
            } catch (InvocationTargetException e) {
                Throwable cause = e.getCause();
                note(lane, describe(method, arguments) + ": " + describe(cause));
                throw cause;
            }
        });
    }

    private static String describe(Method method, Object @Nullable [] arguments) {
        StringBuilder text = new StringBuilder(method.getName());
        if (arguments != null) {
            for (Object argument : arguments) {
                String each = describe(argument);
                text.append(each.isEmpty() ? "" : " " + each);
            }
        }
        return text.toString();
    }

    private static String describe(@Nullable Object value) {
        if (value instanceof CommitUnit unit) {
            return "unit " + unit.sequence();
        }
        if (value instanceof PreparedUnit prepared) {
            return "unit " + prepared.unit().sequence();
        }
        if (value instanceof OutputRecord record) {
            return "offset " + record.offset();
        }
        if (value instanceof WeirException e) {
            return "throws " + e.code();
        }
        if (value instanceof Throwable e) {
            return "throws " + e.getClass().getSimpleName();
        }
        if (value instanceof Record || value instanceof Number) {
            return value.toString();
        }
        return "";
    }

    static String offsets(Collection<OutputRecord> records) {
        if (records.size() > 12) {
            return records.size() + " records";
        }
        return records.stream().map(OutputRecord::offset).sorted().toList().toString();
    }
}
