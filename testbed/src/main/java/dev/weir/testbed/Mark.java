package dev.weir.testbed;

import java.nio.charset.StandardCharsets;

/** What a {@link CutPoint} looks for. */
sealed interface Mark {

    /** No place in any chunk. */
    int NOWHERE = Integer.MIN_VALUE;

    /** Where it begins first, not before the given place. Places count from the end of the chunk's carried bytes. */
    int nextIn(Chunk chunk, int from);

    /** What the reply begins with if this is a request that begins there. */
    Mark replyTo(Chunk request, int at);

    /** Characters of one byte each. */
    record Text(String latin1) implements Mark {

        @Override
        public int nextIn(Chunk chunk, int from) {
            byte[] pattern = latin1.getBytes(StandardCharsets.ISO_8859_1);
            // A match that lies in carried bytes only was found before.
            int first = Math.max(Math.max(0, chunk.carried() - pattern.length + 1), from + chunk.carried());
            for (int at = first; at <= chunk.length() - pattern.length; at++) {
                if (matches(pattern, chunk.bytes(), at)) {
                    return at - chunk.carried();
                }
            }
            return NOWHERE;
        }

        private static boolean matches(byte[] pattern, byte[] bytes, int at) {
            for (int i = 0; i < pattern.length; i++) {
                if (bytes[at + i] != pattern[i]) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Mark replyTo(Chunk request, int at) {
            return new AnyByte();
        }

        @Override
        public String toString() {
            return latin1;
        }
    }

    /** Whatever comes next. */
    record AnyByte() implements Mark {

        @Override
        public int nextIn(Chunk chunk, int from) {
            return 0;
        }

        @Override
        public Mark replyTo(Chunk request, int at) {
            return this;
        }
    }

    /** A request of Kafka's protocol. */
    record Request(KafkaRequest kind) implements Mark {

        @Override
        public int nextIn(Chunk chunk, int from) {
            return chunk.firstFrame(from, frame -> frame.apiKey() == kind.apiKey());
        }

        @Override
        public Mark replyTo(Chunk request, int at) {
            return request.frames().stream()
                    .filter(frame -> frame.at() == at)
                    .findFirst()
                    .map(frame -> new Reply(frame.correlationId()))
                    .orElseThrow();
        }

        @Override
        public String toString() {
            return kind.name();
        }
    }

    /** The reply to one request of Kafka's protocol: a client sends more requests before it comes. */
    record Reply(int correlationId) implements Mark {

        @Override
        public int nextIn(Chunk chunk, int from) {
            return chunk.firstFrame(from, frame -> frame.correlationId() == correlationId);
        }

        @Override
        public Mark replyTo(Chunk request, int at) {
            return this;
        }
    }
}
