package dev.weir.codec;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.UUID;

/** The codecs of {@code java.time}'s plain values and of {@link UUID}, all of fixed width. */
final class TimeCodecs {
    static final Codec<Instant> INSTANT = new FixedCodec<>(
            "instant",
            12,
            (v, out) -> {
                out.writeLong(v.getEpochSecond());
                out.writeInt(v.getNano());
            },
            in -> {
                long seconds = in.readLong();
                return Instant.ofEpochSecond(seconds, in.readInt());
            });

    static final Codec<Duration> DURATION = new FixedCodec<>(
            "duration",
            12,
            (v, out) -> {
                out.writeLong(v.getSeconds());
                out.writeInt(v.getNano());
            },
            in -> {
                long seconds = in.readLong();
                return Duration.ofSeconds(seconds, in.readInt());
            });

    static final Codec<LocalDate> DATE = new FixedCodec<>(
            "date", 8, (v, out) -> out.writeLong(v.toEpochDay()), in -> LocalDate.ofEpochDay(in.readLong()));

    static final Codec<LocalTime> TIME = new FixedCodec<>(
            "time", 8, (v, out) -> out.writeLong(v.toNanoOfDay()), in -> LocalTime.ofNanoOfDay(in.readLong()));

    static final Codec<LocalDateTime> DATE_TIME = new FixedCodec<>(
            "datetime",
            16,
            (v, out) -> {
                DATE.encode(v.toLocalDate(), out);
                TIME.encode(v.toLocalTime(), out);
            },
            in -> {
                LocalDate date = DATE.decode(in);
                return LocalDateTime.of(date, TIME.decode(in));
            });

    static final Codec<UUID> UNIQUE_ID = new FixedCodec<>(
            "uuid",
            16,
            (v, out) -> {
                out.writeLong(v.getMostSignificantBits());
                out.writeLong(v.getLeastSignificantBits());
            },
            in -> {
                long high = in.readLong();
                return new UUID(high, in.readLong());
            });

    private TimeCodecs() {}
}
