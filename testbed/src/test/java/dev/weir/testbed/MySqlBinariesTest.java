package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MySqlBinariesTest {

    @ParameterizedTest
    @EnumSource
    void saysWhichPlatformIsSupported(MySqlFlavour flavour) {
        assertThatCode(() -> MySqlBinaries.requireSupported(flavour, platform("Linux", "amd64")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> MySqlBinaries.requireSupported(flavour, platform("Linux", "aarch64")))
                .isInstanceOf(TestbedException.class)
                .hasMessage(
                        "Cannot start " + flavour.product() + ": there are no binaries for this platform: "
                                + "os=Linux, architecture=aarch64; run it on Linux on amd64, elsewhere in a virtual machine with that");
    }

    private static Properties platform(String os, String architecture) {
        Properties properties = new Properties();
        properties.setProperty("os.name", os);
        properties.setProperty("os.arch", architecture);
        return properties;
    }
}
