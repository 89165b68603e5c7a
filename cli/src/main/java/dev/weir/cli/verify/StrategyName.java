package dev.weir.cli.verify;

import dev.weir.sink.DeliveryStrategy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Strategies as they are typed: {@code write-ahead-log}. */
final class StrategyName implements ITypeConverter<DeliveryStrategy> {
    /** Made by picocli. */
    StrategyName() {}

    @Override
    public DeliveryStrategy convert(String value) {
        return Arrays.stream(DeliveryStrategy.values())
                .filter(strategy -> of(strategy).equals(value))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + value + "' is none of " + all(List.of(DeliveryStrategy.values()))));
    }

    static String of(DeliveryStrategy strategy) {
        return strategy.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String all(Collection<DeliveryStrategy> strategies) {
        return strategies.stream().map(StrategyName::of).collect(Collectors.joining(", "));
    }
}
