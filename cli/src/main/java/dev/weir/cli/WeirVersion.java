package dev.weir.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Says which Weir runs on which Java; the version stands in the manifest of the jar. */
final class WeirVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = WeirVersion.class.getPackage().getImplementationVersion();
        return new String[] {"weir " + Objects.requireNonNullElse(version, "(development)"), "java " + Runtime.version()
        };
    }
}
