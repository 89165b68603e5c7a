package dev.weir.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SegmentNameTest {
    private static String name(String uid) {
        return new SegmentName(uid, 3, 12, 7).file(1);
    }

    @Test
    void saysWhoseItIs() {
        assertThat(name("orders-out")).isEqualTo("segment-orders-out-s3-a12-q7-1");
    }

    @Test
    void keepsUidsApartThatAreNoFileNames() {
        assertThat(name("a/b")).isEqualTo("segment-a_002fb-s3-a12-q7-1");
        assertThat(name("../x")).isEqualTo("segment-_002e._002fx-s3-a12-q7-1");
        assertThat(name("a b")).isNotEqualTo(name("a_b")).isNotEqualTo(name("a_0020b"));
    }

    @Test
    void staysShort() {
        assertThat(name("x".repeat(500))).hasSizeLessThan(150).isNotEqualTo(name("x".repeat(501)));
    }
}
