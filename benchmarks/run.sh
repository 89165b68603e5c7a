#!/bin/sh
# Measures Weir on the workloads of docs/benchmarks.md and prints a table of medians beside the targets.
#
#   benchmarks/run.sh [--runs N] [--peers DIR] [--out FILE] [WORKLOAD...]
#
#   --runs N      runs of each case (3); they are interleaved, so that a slow minute hits all cases alike
#   --peers DIR   also runs Flink and Jet, from a built copy of the peer runners, and prints the ratios
#   --out FILE    where the figures of every run are added, one line of JSON each (benchmarks/target/results.jsonl)
#   WORKLOAD      W1 W2 W2c W4 W5 T0 (all); W2c is W2 with a checkpoint every 100 ms
#
# Every run is a JVM of its own. Before each, the script waits until fewer than QUIET cores (0.5) are busy, at most
# QUIET_MAX seconds (45). JAVA is the java to use, HEAP its heap (-Xms2g -Xmx4g; T0 always has the JVM's defaults).
set -eu

here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA:-java}
heap=${HEAP:--Xms2g -Xmx4g}
quiet=${QUIET:-0.5}
quiet_max=${QUIET_MAX:-45}
runs=3
peers=
out=$here/target/results.jsonl
workloads=

fail() {
  echo "run.sh: $*" >&2
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
    W1 | W2 | W2c | W4 | W5 | T0)
      workloads="$workloads $1"
      shift
      ;;
    *) fail "Cannot read the command line: $1 is unknown; see the top of $0" ;;
  esac
done
workloads=${workloads:-W1 W2 W2c W4 W5 T0}
[ -z "$peers" ] || [ -x "$peers/run1.sh" ] || fail "Cannot run the peers: $peers has no run1.sh"

# --- the build

echo "building ..." >&2
(cd "$root" && ./mvnw -q -B --no-transfer-progress -Dfast -Dweir.target=target/bench -Dmaven.test.skip=true \
  -pl benchmarks -am package) || fail "Cannot build: see above"
classpath=$(echo "$here"/target/bench/weir-benchmarks-*-SNAPSHOT.jar):$here/target/bench/lib/*
work=$here/target/checkpoints
mkdir -p "$work" "$(dirname "$out")"
this_run=$(mktemp)
trap 'rm -f "$this_run"' EXIT

# --- one run

weir() {
  # shellcheck disable=SC2086 # several options in one variable
  "$java" $1 -XX:+UseG1GC -Dfile.encoding=UTF-8 -Dt0="$(date +%s%3N)" \
    -cp "$classpath" dev.weir.benchmarks.WeirRunner --dir "$work" $2
}

peer() {
  HEAP=$2 JAVA=$java "$peers/run1.sh" "$1" $3
}

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

# case ENGINE WORKLOAD ARGUMENTS...
measure() {
  engine=$1
  name=$2
  shift 2
  wait_for_quiet
  memory=$heap
  [ "$name" != T0 ] || memory=" "
  if [ "$engine" = weir ]; then
    line=$(weir "$memory" "$*") || line=
  else
    line=$(peer "$engine" "$memory" "$*") || line=
  fi
  [ -n "$line" ] || line="{\"engine\": \"$engine\", \"check\": \"RUN FAILED\"}"
  line="{\"case\": \"$name\", \"at\": \"$(date +%FT%T)\", ${line#?}"
  echo "$line" >>"$out"
  echo "$line" | tee -a "$this_run" | sed 's/^/  /' >&2
}

# As in the peers' own script: enough records for about ten seconds each.
workload() {
  p2="--parallelism 2 --checkpointMs 1000"
  case $1 in
    W1)
      measure weir W1 --workload W1 $p2 --keys 1000000 --n 700000000 --warmup 100000000
      if [ -n "$peers" ]; then
        measure flink W1 --workload W1 $p2 --keys 1000000 --variant pojo --burst 64 --n 700000000 --warmup 100000000
        measure jet W1 --workload W1 $p2 --keys 1000000 --n 100000000 --warmup 20000000
      fi
      ;;
    W2)
      measure weir W2 --workload W2 $p2 --keys 1000000 --n 120000000 --warmup 30000000
      if [ -n "$peers" ]; then
        measure flink W2 --workload W2 $p2 --keys 1000000 --variant pojo --burst 64 --n 15000000 --warmup 5000000
        measure jet W2 --workload W2 $p2 --keys 1000000 --n 6000000 --warmup 3000000
      fi
      ;;
    W2c)
      measure weir W2c --workload W2 --parallelism 2 --checkpointMs 100 --keys 1000000 --n 120000000 --warmup 30000000
      ;;
    W4)
      measure weir W4 --workload W4 $p2 --keys 100000 --n 100000000 --warmup 30000000
      if [ -n "$peers" ]; then
        measure flink W4 --workload W4 $p2 --keys 100000 --variant pojo --burst 64 --n 15000000 --warmup 5000000
        measure jet W4 --workload W4 $p2 --keys 100000 --n 45000000 --warmup 8000000
      fi
      ;;
    W5)
      measure weir W5 --workload W5 $p2 --keys 50000 --n 9000000 --warmup 2000000
      if [ -n "$peers" ]; then
        measure flink W5 --workload W5 $p2 --keys 50000 --burst 8 --n 2500000 --warmup 500000
        measure jet W5 --workload W5 $p2 --keys 50000 --n 1500000 --warmup 400000
      fi
      ;;
    T0)
      measure weir T0 --workload T0 --parallelism 1 --checkpointMs 1000 --keys 1000 --n 1000
      if [ -n "$peers" ]; then
        measure flink T0 --workload T0 --parallelism 1 --checkpointMs 1000 --keys 1000 --n 1000 --variant pojo
        measure jet T0 --workload T0 --parallelism 1 --checkpointMs 1000 --keys 1000 --n 1000
      fi
      ;;
  esac
}

# --- the table

# median CASE ENGINE FIELD: of the runs that passed their check; nothing if there is none
median() {
  sed -n "/^{\"case\": \"$1\".*\"engine\": \"$2\".*\"check\": \"ok\"/s/.*\"$3\": \\([0-9.]*\\).*/\\1/p" "$this_run" |
    sort -n | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

# row LABEL CASE FIELD DIVISOR TARGET: one figure of all engines
row() {
  w=$(median "$2" weir "$3")
  f=$(median "$2" flink "$3")
  j=$(median "$2" jet "$3")
  echo "$w;$f;$j" | awk -F';' -v label="$1" -v divisor="$4" -v target="$5" '
    function figure(v) { return v == "" ? "-" : sprintf(v / divisor < 10 ? "%.2f" : "%.1f", v / divisor) }
    function ratio(v) { return $1 == "" || v == "" ? "-" : sprintf("%.2f", $1 / v) }
    { printf "| %-34s | %8s | %8s | %8s | %8s | %8s | %-22s |\n",
        label, figure($1), figure($2), figure($3), ratio($2), ratio($3), target }'
}

table() {
  echo
  echo "Medians of $runs runs. $(uname -sm), $(nproc) cores, $("$java" -version 2>&1 | sed -n '2s/.*(build \(.*\))/Java \1/p'), $heap"
  echo
  printf '| %-34s | %8s | %8s | %8s | %8s | %8s | %-22s |\n' workload Weir Flink Jet /Flink /Jet target
  echo "|---|---:|---:|---:|---:|---:|---|"
  for w in $workloads; do
    case $w in
      W1) row "W1 map and filter, M records/s" W1 recordsPerSec 1000000 "1.0 x Flink" ;;
      W2) row "W2 rolling sum, M records/s" W2 recordsPerSec 1000000 "12; 7 x Flink" ;;
      W2c) row "W2, 100 ms checkpoints, M records/s" W2c recordsPerSec 1000000 "80 % of W2" ;;
      W4) row "W4 windowed count, M records/s" W4 recordsPerSec 1000000 "10; 1.9 x Jet" ;;
      W5) row "W5 word count, M lines/s" W5 recordsPerSec 1000000 "0.9; 2.8 x Flink" ;;
      T0)
        row "T0 start to first record, s" T0 startMs 1000 "0.4"
        row "T0 peak memory, MB" T0 peakRssMb 1 "110"
        ;;
    esac
  done
  grep -v '"check": "ok"' "$this_run" | sed 's/^/NOT COUNTED: /' || true
}

for run in $(seq "$runs"); do
  echo "run $run of $runs" >&2
  for w in $workloads; do
    workload "$w"
  done
done
table
