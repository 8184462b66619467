#!/usr/bin/env bash
# run.sh SECONDS [FORMAT...]: builds the fuzzers with clang and runs each for so long, one after the other.
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

mkdir -p build/fuzz/findings
build/fuzz/write_seeds build/fuzz/seeds
status=0
for format in "${formats[@]}"; do
    mkdir -p "build/fuzz/corpus/$format"
    length=4096
    [ "$format" = recording ] && length=8192  # the smallest recording passes 4096
    build/fuzz/fuzz_"$format" -max_total_time="$seconds" -max_len="$length" -rss_limit_mb=1024 -malloc_limit_mb=600 -timeout=10 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/findings/$format-" \
        "build/fuzz/corpus/$format" "build/fuzz/seeds/$format" 2> "build/fuzz/$format.log" || status=1
    echo "$format: $(grep -E 'number_of_executed_units' "build/fuzz/$format.log" || tail -n 3 "build/fuzz/$format.log")"
done
ls build/fuzz/findings
exit $status
