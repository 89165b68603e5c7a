#!/bin/sh
# Measures Weir's JDBC sink beside the raw driver on the same rows, and prints a table of medians with their ratios.
#
#   benchmarks/databases.sh [--runs N] [--out FILE] [CASE...]
#
#   --runs N    runs of each case (3); both sides take turns, so that a slow minute hits both
#   --out FILE  where the figures of every run are added, one line of JSON each (benchmarks/target/databases.jsonl)
#   CASE        append append100 upsert mysql-upsert latency outage (all but outage, which takes minutes)
#
# Every run is a JVM of its own that starts a database of its own. Before each, the script waits until fewer than QUIET
# cores (0.5) are busy, at most QUIET_MAX seconds (45). JAVA is the java to use, HEAP its heap (-Xms1g -Xmx2g).
set -eu

here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA:-java}
heap=${HEAP:--Xms1g -Xmx2g}
quiet=${QUIET:-0.5}
quiet_max=${QUIET_MAX:-45}
runs=3
out=$here/target/databases.jsonl
cases=

fail() {
  echo "databases.sh: $*" >&2
  exit 1
}

while [ $# -gt 0 ]; do
  case $1 in
    --runs | --out)
      [ $# -gt 1 ] || fail "Cannot read the command line: $1 needs a value"
      case $1 in
        --runs) runs=$2 ;;
        --out) out=$2 ;;
      esac
      shift 2
      ;;
    append | append100 | upsert | mysql-upsert | latency | outage)
      cases="$cases $1"
      shift
      ;;
    *) fail "Cannot read the command line: $1 is unknown; see the top of $0" ;;
  esac
done
cases=${cases:-append append100 upsert mysql-upsert latency}

echo "building ..." >&2
(cd "$root" && ./mvnw -q -B --no-transfer-progress -Dfast -Dweir.target=target/bench -Dmaven.test.skip=true \
  -pl benchmarks -am package) || fail "Cannot build: see above"
classpath=$(echo "$here"/target/bench/weir-benchmarks-*-SNAPSHOT.jar):$here/target/bench/lib/*
work=$here/target/checkpoints
mkdir -p "$work" "$(dirname "$out")"
this_run=$(mktemp)
trap 'rm -f "$this_run"' EXIT

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

# measure CASE SIDE ARGUMENTS...
measure() {
  name=$1
  side=$2
  shift 2
  wait_for_quiet
  # shellcheck disable=SC2086 # several options in one variable
  line=$("$java" $heap -XX:+UseG1GC -Dfile.encoding=UTF-8 -cp "$classpath" \
    dev.weir.benchmarks.database.DatabaseRunner --dir "$work" --side "$side" "$@" | tail -1) || line=
  [ -n "$line" ] || line="{\"engine\": \"$side\", \"check\": \"RUN FAILED\"}"
  line="{\"case\": \"$name\", \"at\": \"$(date +%FT%T)\", ${line#?}"
  echo "$line" >>"$out"
  echo "$line" | tee -a "$this_run" | sed 's/^/  /' >&2
}

both() {
  name=$1
  shift
  measure "$name" raw "$@"
  measure "$name" weir "$@"
}

run() {
  case $1 in
    append) both append --work append --n 15000000 ;;
    append100) both append100 --work append --n 15000000 --checkpointMs 100 ;;
    upsert) both upsert --work upsert --n 3000000 ;;
    mysql-upsert) both mysql-upsert --work upsert --database mysql --n 1500000 ;;
    latency) measure latency weir --work latency --n 200000 --checkpointMs 50 ;;
    outage) measure outage weir --work outage --n 60000000 ;;
  esac
}

median() {
  sed -n "/^{\"case\": \"$1\".*\"engine\": \"$2\".*\"check\": \"ok\"/s/.*\"$3\": \\([0-9.]*\\).*/\\1/p" "$this_run" |
    sort -n | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
}

row() {
  echo "$(median "$2" weir recordsPerSec);$(median "$2" raw recordsPerSec)" | awk -F';' -v label="$1" -v target="$3" '
    function figure(v) { return v == "" ? "-" : sprintf("%.0f", v / 1000) }
    { printf "| %-52s | %8s | %8s | %6s | %6s |\n", label, figure($1), figure($2),
        $1 == "" || $2 == "" ? "-" : sprintf("%.2f", $1 / $2), target }'
}

for run in $(seq "$runs"); do
  echo "run $run of $runs" >&2
  for c in $cases; do
    run "$c"
  done
done

echo
echo "Medians of $runs runs, rows of 100 bytes. $(uname -sm), $(nproc) cores, $("$java" -version 2>&1 | sed -n '2s/.*(build \(.*\))/Java \1/p'), $heap"
echo
printf '| %-52s | %8s | %8s | %6s | %6s |\n' "write-ahead log, thousand rows a second" Weir raw ratio target
echo "|---|---:|---:|---:|---:|"
for c in $cases; do
  case $c in
    append) row "append to PostgreSQL against COPY, 1 s checkpoints" append 0.75 ;;
    append100) row "append to PostgreSQL against COPY, 100 ms checkpoints" append100 0.65 ;;
    upsert) row "upsert of 100,000 keys to PostgreSQL" upsert 0.80 ;;
    mysql-upsert) row "upsert of 100,000 keys to MySQL" mysql-upsert 0.80 ;;
    latency)
      echo "| created to visible at 10,000 rows/s, 50 ms checkpoints: median $(median latency weir medianMs) ms (60 wanted)," \
        "p99 $(median latency weir p99Ms) ms (150 wanted) | | | | |"
      ;;
    outage)
      echo "| 60 s outage at full input speed: heap $(median outage weir heapBeforeMb) MB before," \
        "at most $(median outage weir mostHeapMb) MB; segments on disk at most $(median outage weir mostSegmentsMb) MB | | | | |"
      ;;
  esac
done
grep -v '"check": "ok"' "$this_run" | sed 's/^/NOT COUNTED: /' || true
