package dev.weir.consistency.mutant;

import dev.weir.checkpoint.CheckpointMetadata;
import dev.weir.checkpoint.CheckpointStore;
import dev.weir.checkpoint.Disk;
import dev.weir.checkpoint.DiskFile;
import dev.weir.consistency.simulation.Mutation;
import dev.weir.delivery.Delivery;
import dev.weir.exec.ExecutionPorts;
import dev.weir.state.OperatorSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Mistakes of the runtime: strategies, the checkpoint store, its disk. */
final class RuntimeMutants {
    private static final String CHECKPOINTS = "checkpoints";

    private RuntimeMutants() {}

    static List<Mutant> all() {
        return List.of(
                Mutant.of(
                        "commit-before-completion",
                        Ground.DATABASE_LOG,
                        delivery((real, parallelism) -> new EarlyCommit(real)),
                        "A unit is committed when its segment is durable, before the checkpoint is complete."),
                Mutant.of(
                        "two-phase-commit-before-completion",
                        Ground.DATABASE_TWO_PHASE,
                        delivery((real, parallelism) -> new EarlyCommit(real)),
                        "A transaction is committed once it is prepared, before the checkpoint is complete."),
                Mutant.of(
                        "drop-on-downscale",
                        Ground.DATABASE_LOG,
                        delivery((real, parallelism) -> new RelayedDelivery(real) {
                            @Override
                            public void recover(String lineage, List<byte[]> restored) {
                                real.recover(lineage, restored.subList(0, Math.min(restored.size(), parallelism)));
                            }
                        }),
                        "What subtasks that are gone had still to commit is dropped."),
                Mutant.of(
                        "state-of-last-subtask-dropped",
                        Ground.DATABASE_TWO_PHASE,
                        delivery((real, parallelism) -> new RelayedDelivery(real) {
                            @Override
                            public void recover(String lineage, List<byte[]> restored) {
                                real.recover(lineage, restored.subList(0, Math.max(0, restored.size() - 1)));
                            }
                        }),
                        "The sink state of one subtask is not restored."),
                Mutant.of(
                        "completion-not-told",
                        Ground.DATABASE_LOG,
                        delivery((real, parallelism) -> new RelayedDelivery(real) {
                            @Override
                            public void checkpointCompleted(long checkpointId) {}
                        }),
                        "The committer does not hear that a checkpoint is complete."),
                Mutant.of(
                        "record-held-over-barrier",
                        Ground.DATABASE_LOG,
                        delivery((real, parallelism) -> new HeldRecord(real)),
                        "A record that came before the barrier goes into the unit after it."),
                Mutant.of(
                        "commits-while-drained",
                        Ground.DATABASE_LOG,
                        delivery((real, parallelism) -> new RelayedDelivery(real) {
                            @Override
                            public boolean drained() {
                                return true;
                            }
                        }),
                        "The job ends while units of its last checkpoint still wait for their commit."),
                Mutant.of(
                        "new-records-before-recovery",
                        Ground.DATABASE_TWO_PHASE,
                        delivery((real, parallelism) -> new RelayedDelivery(real) {
                            @Override
                            public boolean recovered() {
                                return true;
                            }
                        }),
                        "Records flow before what the checkpoint holds is committed and what lingers is aborted."),
                Mutant.of(
                        "complete-told-before-metadata",
                        Ground.DATABASE_LOG,
                        store(LateMetadata::new),
                        "A checkpoint is called complete before its metadata is written."),
                Mutant.of(
                        "load-before-fence",
                        Ground.DATABASE_LOG,
                        store(EarlyLoad::new),
                        "The checkpoint that is restored is the one that was the newest before the attempt was claimed."),
                Mutant.of(
                        "metadata-not-fsynced",
                        Ground.DATABASE_LOG,
                        disk(real -> new Unsynced(real, name -> name.contains(".meta"))),
                        "The metadata of a checkpoint is renamed into place without fsync."),
                Mutant.of(
                        "segment-not-fsynced",
                        Ground.DATABASE_LOG,
                        disk(real -> new Unsynced(real, name -> name.startsWith("segment-"))),
                        "Segments are not fsynced."),
                Mutant.of(
                        "data-not-fsynced",
                        Ground.DATABASE_RECORDS,
                        disk(real -> new Unsynced(real, name -> !name.contains(".meta"))),
                        "State files are not fsynced."),
                Mutant.of(
                        "directory-not-fsynced",
                        Ground.DATABASE_LOG,
                        disk(real -> new RelayedDisk(real) {
                            @Override
                            public void syncDirectory(Path directory) {}
                        }),
                        "Folders are not fsynced after a rename."),
                Mutant.of(
                        "older-checkpoint-restored",
                        Ground.DATABASE_RECORDS,
                        disk(StaleListing::new),
                        "The newest checkpoint is overlooked at a restore."),
                Mutant.of(
                        "attempt-number-reused",
                        Ground.DATABASE_LOG,
                        store(real -> new RelayedStore(real) {
                            @Override
                            public long claimAttempt(long floor) {
                                return Math.min(1, real.claimAttempt(floor));
                            }
                        }),
                        "Every attempt has the number 1."),
                Mutant.of(
                        "segments-deleted-before-commit",
                        Ground.DATABASE_LOG,
                        disk(DeletedSegments::new),
                        "Segments are deleted when their checkpoint is complete, before they are committed."));
    }

    /** Puts another delivery in the real one's place. */
    interface DeliveryChange {
        Delivery<Object> change(Delivery<Object> real, int parallelism);
    }

    static Mutation delivery(DeliveryChange change) {
        return new Mutation() {
            @Override
            public ExecutionPorts.DeliveryFactory deliveries(ExecutionPorts.DeliveryFactory real) {
                return (sink, strategy, context) ->
                        change.change(real.create(sink, strategy, context), context.parallelism());
            }
        };
    }

    private static Mutation store(UnaryOperator<CheckpointStore> change) {
        return new Mutation() {
            @Override
            public CheckpointStore store(CheckpointStore real) {
                return change.apply(real);
            }
        };
    }

    static Mutation disk(UnaryOperator<Disk> change) {
        return new Mutation() {
            @Override
            public Disk disk(Disk real) {
                return change.apply(real);
            }
        };
    }

    private static final class EarlyCommit extends RelayedDelivery {
        EarlyCommit(Delivery<Object> real) {
            super(real);
        }

        @Override
        public OperatorSnapshot seal(long checkpointId) {
            OperatorSnapshot snapshot = real.seal(checkpointId);
            return new OperatorSnapshot(snapshot.keyed(), snapshot.files(), () -> {
                byte[] state = snapshot.state().bytes();
                real.checkpointCompleted(checkpointId);
                return state;
            });
        }
    }

    private static final class HeldRecord extends RelayedDelivery {
        private @Nullable Object held;

        HeldRecord(Delivery<Object> real) {
            super(real);
        }

        @Override
        public void write(Object value, long timestamp) throws Exception {
            Object before = held;
            held = value;
            if (before != null) {
                real.write(before, timestamp);
            }
        }

        @Override
        public void endInput() {
            Object last = held;
            held = null;
            if (last != null) {
                try {
                    real.write(last, 0);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            real.endInput();
        }
    }

    private static final class LateMetadata extends RelayedStore {
        private @Nullable CheckpointMetadata told;

        LateMetadata(CheckpointStore real) {
            super(real);
        }

        @Override
        public void complete(CheckpointMetadata metadata) {
            CheckpointMetadata before = told;
            told = metadata;
            if (before != null) {
                real.complete(before);
            }
        }
    }

    private static final class EarlyLoad extends RelayedStore {
        private final Deque<Optional<CheckpointMetadata>> early = new ArrayDeque<>(1);

        EarlyLoad(CheckpointStore real) {
            super(real);
        }

        @Override
        public Optional<CheckpointMetadata> newest() {
            if (early.isEmpty()) {
                early.push(real.newest());
                return early.element();
            }
            return early.pop();
        }
    }

    /** Files that are never made durable. */
    private static final class Unsynced extends RelayedDisk {
        private final java.util.function.Predicate<String> which;

        Unsynced(Disk real, java.util.function.Predicate<String> which) {
            super(real);
            this.which = which;
        }

        @Override
        public DiskFile create(Path file) throws IOException {
            DiskFile created = real.create(file);
            if (!which.test(file.getFileName().toString())) {
                return created;
            }
            return new DiskFile() {
                @Override
                public void sync() {}

                @Override
                public void write(int b) throws IOException {
                    created.write(b);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    created.write(bytes, offset, length);
                }

                @Override
                public void close() throws IOException {
                    created.close();
                }
            };
        }
    }

    /** A listing without the newest of several checkpoints. */
    static final class StaleListing extends RelayedDisk {
        StaleListing(Disk real) {
            super(real);
        }

        @Override
        public List<String> list(Path directory) throws IOException {
            List<String> names = new ArrayList<>(real.list(directory));
            if (directory.endsWith(CHECKPOINTS) && names.size() > 1) {
                names.remove(names.size() - 1);
            }
            return names;
        }
    }

    private static final class DeletedSegments extends RelayedDisk {
        DeletedSegments(Disk real) {
            super(real);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            real.rename(from, to);
            Path folder = to.getParent();
            if (folder != null && folder.endsWith(CHECKPOINTS)) {
                Path data = folder.resolveSibling("data");
                for (String name : real.list(data)) {
                    if (name.startsWith("segment-")) {
                        real.delete(data.resolve(name));
                    }
                }
            }
        }
    }
}
