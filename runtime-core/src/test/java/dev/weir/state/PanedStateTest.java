package dev.weir.state;

import static dev.weir.state.Backends.backend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.codec.Codecs;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PanedStateTest {
    private final KeyedStateBackend backend = backend(Long.class);
    private final PanedState<Long> paned = backend.paned("paned", Codecs.longs());

    private Map<Object, Long> content(long pane) {
        Map<Object, Long> content = new TreeMap<>();
        paned.forEach(pane, (key, value) -> {
            assertThat(backend.currentKey()).isEqualTo(key);
            content.put(key, value);
        });
        return content;
    }

    @Test
    void keepsPanesApart() {
        backend.currentKey(1L);
        paned.update(10, 1L);
        paned.update(-10, 2L);
        backend.currentKey(2L);
        paned.update(10, 3L);

        assertThat(paned.panes()).containsExactly(-10, 10);
        assertThat(paned.value(-10)).isNull();
        assertThat(paned.value(10)).isEqualTo(3L);
        assertThat(content(10)).isEqualTo(Map.of(1L, 1L, 2L, 3L));
        assertThat(content(-10)).isEqualTo(Map.of(1L, 2L));
        assertThat(content(99)).isEmpty();
    }

    @Test
    void forgetsADroppedPaneThoughItWasTheLastUsed() {
        backend.currentKey(1L);
        paned.update(10, 1L);
        paned.dropPane(10);

        assertThat(paned.value(10)).isNull();
        assertThat(paned.panes()).isEmpty();
        paned.update(10, 5L);
        assertThat(content(10)).isEqualTo(Map.of(1L, 5L));
    }

    @Test
    void holdsManyPanes() {
        for (long i = 0; i < 5000; i++) {
            backend.currentKey(i % 3);
            paned.update(i * 7919 % 5000, i);
        }
        assertThat(paned.panes()).hasSize(5000).isSorted();
        for (long pane = 0; pane < 5000; pane++) {
            paned.dropPane(pane);
        }
        assertThat(paned.panes()).isEmpty();
    }
}
