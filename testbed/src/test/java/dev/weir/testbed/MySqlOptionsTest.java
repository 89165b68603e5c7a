package dev.weir.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class MySqlOptionsTest {

    @Test
    void reportsAllFaultsTogether() {
        MySqlOptions.Builder builder = MySqlOptions.builder(MySqlFlavour.MARIADB)
                .database("a b")
                .user("root")
                .password("it's")
                .setting("bind-address", "*")
                .startTimeout(Duration.ZERO);
        assertThatThrownBy(builder::build)
                .isInstanceOf(TestbedException.class)
                .hasMessageStartingWith("Cannot set up MariaDB: 5 faults in its options: ")
                .hasMessageContainingAll("database=a b", "user=root", "password", "bind_address", "PT0S")
                .hasMessageNotContaining("it's");
    }

    @Test
    void letsSettingsReplaceTheDefaultsHoweverTheyAreSpelled() {
        MySqlOptions options =
                MySqlOptions.builder().setting("performance-schema", "ON").build();
        assertThat(options.settings())
                .containsEntry("performance_schema", "ON")
                .doesNotContainKey("performance-schema");
    }
}
