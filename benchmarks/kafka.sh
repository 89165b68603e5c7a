#!/bin/sh
# Measures Weir over Kafka beside Kafka's own clients on the same records and one broker, and prints a table of medians with
# their ratios.
#
#   benchmarks/kafka.sh [--runs N] [--peers DIR] [--out FILE] [CASE...]
#
#   --runs N      runs of each case (3); all sides take turns, so that a slow minute hits all
#   --peers DIR   also runs Flink and Kafka Streams, from a built copy of the peer runners, over the broker that they bring
#   --out FILE    where the figures of every run are added, one line of JSON each (benchmarks/target/kafka.jsonl)
#   CASE          pipe read write latency recovery (all)
#
# Every run is a JVM of its own. Before each, the script waits until fewer than QUIET cores (0.5) are busy, at most QUIET_MAX
# seconds (45). JAVA is the java to use, HEAP its heap (-Xms1g -Xmx2g); RECORDS how many the topic has (5000000).
set -eu

here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA:-java}
heap=${HEAP:--Xms1g -Xmx2g}
quiet=${QUIET:-0.5}
quiet_max=${QUIET_MAX:-45}
records=${RECORDS:-5000000}
runs=3
peers=
out=$here/target/kafka.jsonl
cases=

fail() {
  echo "kafka.sh: $*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --runs | --peers | --out)
      [ $# -gt 1 ] || fail "Cannot read the command line: $1 needs a value"
      case $1 in
        --runs) runs=$2 ;;
        --peers) peers=$(CDPATH='' cd -P "$2" && pwd) || fail "Cannot run the peers: $2 is no folder" ;;
        --out) out=$2 ;;
      esac
      shift 2
      ;;
    pipe | read | write | latency | recovery)
      cases="$cases $1"
      shift
      ;;
    *) fail "Cannot read the command line: $1 is unknown; see the top of $0" ;;
  esac
done
cases=${cases:-pipe read write latency recovery}
[ -z "$peers" ] || [ -x "$peers/run1.sh" ] || fail "Cannot run the peers: $peers has no run1.sh"

if [ -z "${WEIR_BUILT:-}" ]; then
  echo "building ..." >&2
  (cd "$root" && ./mvnw -q -B --no-transfer-progress -Dfast -Dweir.target=target/bench -Dmaven.test.skip=true \
    -pl benchmarks -am package) || fail "Cannot build: see above"
fi
classpath=$(echo "$here"/target/bench/weir-benchmarks-*-SNAPSHOT.jar):$here/target/bench/lib/*
work=$here/target/checkpoints
mkdir -p "$work" "$(dirname "$out")"
this_run=$(mktemp)
pipe=$(mktemp -u)

# --- the broker: the peers' own, which their runners insist on, or one of the testbed's

stop_broker() {
  if [ -n "$peers" ]; then
    "$peers/servers.sh" kafka-stop >/dev/null 2>&1 || true
  else
    exec 9>&-
    wait "$broker" 2>/dev/null || true
  fi
  rm -f "$this_run" "$pipe" "$pipe.address"
}
trap stop_broker EXIT

if [ -n "$peers" ]; then
  "$peers/servers.sh" kafka-start >&2 || fail "Cannot start the peers' broker: see above"
  bootstrap=127.0.0.1:29492
else
  mkfifo "$pipe"
  "$java" -cp "$classpath" dev.weir.benchmarks.kafka.Broker <"$pipe" >"$pipe.address" &
  broker=$!
  exec 9>"$pipe"
  until [ -s "$pipe.address" ]; do
    kill -0 "$broker" 2>/dev/null || fail "Cannot start a broker: see above"
    sleep 0.2
  done
  bootstrap=$(head -n 1 "$pipe.address")
fi

# --- one run

busy() {
  awk '/^cpu /{print $2 + $3 + $4 + $7 + $8 + $9}' /proc/stat
}

wait_for_quiet() {
  waited=0
  while [ "$waited" -lt "$quiet_max" ]; do
    before=$(busy)
    sleep 2
    waited=$((waited + 2))
    if awk -v ticks=$(($(busy) - before)) -v quiet="$quiet" 'BEGIN { exit !(ticks / 200 < quiet) }'; then
      return
    fi
  done
}

note() {
  line=$2
  [ -n "$line" ] || line="{\"engine\": \"none\", \"check\": \"RUN FAILED\"}"
  line="{\"case\": \"$1\", \"at\": \"$(date +%FT%T)\", ${line#?}"
  echo "$line" >>"$out"
  echo "$line" | tee -a "$this_run" | sed 's/^/  /' >&2
}

# weir CASE ARGUMENTS...: one side of ours, raw or weir
ours() {
  name=$1
  shift
  wait_for_quiet
  # shellcheck disable=SC2086 # several options in one variable
  note "$name" "$("$java" $heap -XX:+UseG1GC -Dfile.encoding=UTF-8 -cp "$classpath" \
    dev.weir.benchmarks.kafka.KafkaRunner --dir "$work" --bootstrap "$bootstrap" "$@" | tail -n 1)"
}

# peer CASE ENGINE ARGUMENTS...
peer() {
  [ -n "$peers" ] || return 0
  name=$1
  shift
  wait_for_quiet
  note "$name" "$(HEAP=$heap JAVA=$java "$peers/run1.sh" "$@" --workload W6 --parallelism 2 --checkpointMs 200 \
    --n "$records" --warmup 500000 --inTopic "in-$records" --outTopic "peer-$name-$(date +%s)")"
}

load() {
  ours load --side raw --work load --input in --n "$records" --warmup 500000
  if [ -n "$peers" ]; then
    peer peers-load raw --variant load
  fi
}

run() {
  case $1 in
    pipe)
      ours raw-pipe --side raw --work pipe
      ours weir-insured --work pipe --strategy two-phase-insured
      ours weir-log --work pipe --strategy write-ahead-log
      peer flink flink
      peer flink-pooling flink --variant pooling
      peer kstreams kstreams
      ;;
    read)
      ours raw-read --side raw --work read
      ours weir-read --work read
      ;;
    write)
      # Compiling the producer and the job keeps a slow core busy for 40 s; it would be half of a short run.
      for side in "raw-write --side raw" "weir-write --parallelism 2" "weir-write-1 --parallelism 1"; do
        # shellcheck disable=SC2086 # a name and its options
        ours $side --work write --n 12000000 --warmup 25000000
      done
      ;;
    latency) ours latency --work latency --n 400000 --checkpointMs 50 --parallelism 2 ;;
    recovery)
      ours raw-recovery --side raw --work recovery --checkpointMs 200
      ours recovery --work recovery --checkpointMs 200
      ;;
  esac
}

median() {
  sed -n "/^{\"case\": \"$1\".*\"check\": \"ok\"/s/.*\"$2\": \\([0-9.]*\\).*/\\1/p" "$this_run" |
    sort -n | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# row LABEL CASE BASE TARGET
row() {
  echo "$(median "$2" recordsPerSec);$(median "$3" recordsPerSec)" | awk -F';' -v label="$1" -v target="$4" '
    function figure(v) { return v == "" ? "-" : sprintf("%.2f", v / 1000000) }
    { printf "| %-48s | %8s | %8s | %6s | %-6s |\n", label, figure($1), figure($2),
        $1 == "" || $2 == "" ? "-" : sprintf("%.2f", $1 / $2), target }'
}

load
for run in $(seq "$runs"); do
  echo "run $run of $runs" >&2
  for c in $cases; do
    run "$c"
  done
done

echo
echo "Medians of $runs runs, records of 100 bytes. $(uname -sm), $(nproc) cores, $("$java" -version 2>&1 | sed -n '2s/.*(build \(.*\))/Java \1/p'), $heap"
echo
printf '| %-48s | %8s | %8s | %6s | %-6s |\n' "million records a second" "" raw ratio target
echo "|---|---:|---:|---:|---:|"
for c in $cases; do
  case $c in
    pipe)
      row "topic, map, topic: Weir, insured two-phase" weir-insured raw-pipe 0.85
      row "topic, map, topic: Weir, write-ahead log" weir-log raw-pipe 0.75
      if [ -n "$peers" ]; then
        row "topic, map, topic: Flink" flink raw-pipe ""
        row "topic, map, topic: Flink, pooled ids" flink-pooling raw-pipe ""
        row "topic, map, topic: Kafka Streams" kstreams raw-pipe ""
      fi
      ;;
    read) row "topic to nothing" weir-read raw-read 0.90 ;;
    write)
      row "generator to topic, parallelism 2" weir-write raw-write 0.90
      row "generator to topic, parallelism 1" weir-write-1 raw-write 0.90
      ;;
  esac
done
echo
for c in $cases; do
  case $c in
    latency)
      echo "Made to seen at 20,000 records/s, checkpoints every 50 ms: median $(median latency medianMs) ms (60 wanted)," \
        "p99 $(median latency p99Ms) ms (150 wanted)."
      ;;
    recovery)
      echo "First record after SIGKILL, from the start of the new process: median $(median recovery medianMs) ms" \
        "(1500 wanted), at most $(median recovery maxMs) ms; the clients alone $(median raw-recovery medianMs) ms."
      ;;
  esac
done
grep -v -e '"check": "ok"' -e '"variant": "load"' "$this_run" | sed 's/^/NOT COUNTED: /' || true
