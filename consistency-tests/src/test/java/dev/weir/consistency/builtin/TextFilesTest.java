package dev.weir.consistency.builtin;

import dev.weir.consistency.SinkConsistencyTest;
import dev.weir.consistency.subject.SinkUnderTest;

class TextFilesTest extends SinkConsistencyTest {
    @Override
    protected SinkUnderTest sinkUnderTest() {
        return new TextFiles();
    }
}
