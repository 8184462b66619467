#!/usr/bin/env bash
# run.sh SECONDS [FORMAT...]: builds the fuzzers with clang and runs each for so many seconds of processor time, one
# after the other; each later piece of a run starts from the corpus that the pieces before it have found.
# Findings are left in build/fuzz/findings/FORMAT-*; the exit status is 1 where there are any.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?usage: run.sh SECONDS [FORMAT...]}
shift
formats=("$@")
[ ${#formats[@]} -gt 0 ] || formats=(off obj ply stl pcd xyz csv vec npy npz safetensors image recording session result)

[ -f build/fuzz/build.ninja ] ||
    CC=clang CXX=clang++ cmake --preset core-only -B build/fuzz -DORTHOSCOPE_FUZZ=ON -DORTHOSCOPE_TESTS=OFF
cmake --build build/fuzz --target write_seeds "${formats[@]/#/fuzz_}"

findings=build/fuzz/findings
mkdir -p $findings
build/fuzz/write_seeds build/fuzz/seeds
if [ -w /dev/shm ]; then export TMPDIR=/dev/shm; fi  # results folders are written anew for each input
status=0
for format in "${formats[@]}"; do
    log=build/fuzz/$format.log
    mkdir -p "build/fuzz/corpus/$format"
    length=4096
    [ "$format" = recording ] && length=12288  # the smallest recordings need so much
    options=(-max_len="$length" -rss_limit_mb=1024 -malloc_limit_mb=600 -timeout=10 -use_value_profile=1
        -print_final_stats=1 -artifact_prefix="$findings/$format-")
    [ ! -f "tests/fuzz/tokens/$format" ] || options+=(-dict="tests/fuzz/tokens/$format")
    result="nothing found"
    spent=0 inputs=0
    # libFuzzer counts wall time only: on a busy machine it is started again until its processor time is reached.
    while [ "$spent" -lt "$seconds" ] && [ "$result" = "nothing found" ]; do
        TIMEFORMAT='%U %S'
        { time build/fuzz/fuzz_"$format" "${options[@]}" -max_total_time=$((seconds - spent)) \
            "build/fuzz/corpus/$format" "build/fuzz/seeds/$format" 2> "$log"; } 2> "$log.time" ||
            { result="FOUND, see $log"; status=1; }
        spent=$(awk -v before="$spent" 'END { print int(before + $1 + $2 + 1) }' "$log.time")
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        inputs=$((inputs + ${runs:-0}))
    done
    echo "$format: $inputs inputs in $spent s of processor time, $result"
done
for finding in "$findings"/*; do
    [ ! -e "$finding" ] || { echo "$finding"; status=1; }
done
exit $status
