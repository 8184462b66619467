#!/usr/bin/env bash
# Measures what the README claims, each against its peer in the same run. run.sh: under eight minutes on two idle cores once it is
# built; run.sh --long: with more repeats, larger sets and more shapes, some twenty-five.
set -euo pipefail
cd "$(dirname "$0")/../.."
case "${1:-}" in
  "") long=0 repeats=3 rounds=1 figures=1 sizes=(--quick) bases=(10000:100 10000:200 50000:100) ;;
  --long) long=1 repeats=5 rounds=3 figures=3 sizes=() bases=() ;;
  *) echo "usage: $0 [--long]; found $1" >&2; exit 2 ;;
esac
source app/setup.sh
install_missing "${build_packages[@]}" python3-numpy python3-scipy python3-pot xvfb xauth

mkdir -p build
cmake --preset release -DORTHOSCOPE_BENCHMARKS=ON >build/release.log 2>&1 || { tail -20 build/release.log; exit 1; }
configure_and_build release
echo "machine: $(grep -m1 'model name' /proc/cpuinfo | cut -d: -f2 | xargs), $(nproc) cores"
# The peers' OpenBLAS may not know the processor and take kernels of 2004; ours chooses again (core/linalg/blas_kernels.h), and
# so do they here.
if grep -q avx512vl /proc/cpuinfo && OPENBLAS_VERBOSE=2 /usr/bin/python3 -c 'import numpy.linalg' 2>&1 | grep -q Prescott; then
  export OPENBLAS_CORETYPE=SKYLAKEX
  echo "peers: OPENBLAS_CORETYPE=SKYLAKEX"
fi
release=build/release
peer() { /usr/bin/python3 "tests/benchmarks/$1.py" "$release/$2" "${@:3}"; }
part() { echo; echo "== $*  (after ${SECONDS} s)"; }

SECONDS=0
part the kernels, on the processor and on OpenGL
peer compute bench_compute
part singular values
peer spectrum bench_spectrum "$repeats"
part transport
peer transport bench_transport
part alignments
peer procrustes orthoscope 100000 300 "$repeats"
"$release/bench_icp"
if [ "$long" = 1 ]; then
  "$release/bench_wasserstein" 5
else
  "$release/bench_wasserstein" 3 500 20 0.3
  "$release/bench_wasserstein" 2 1000 50 0.5
fi
part rotation planes
peer rotations bench_rotations "$rounds"
part shapes
peer eigenbasis bench_eigenbasis figure "$rounds" "${bases[@]}"
"$release/bench_geodesics" "${sizes[@]}"
"$release/bench_maps" kernels
"$release/bench_maps" stages
"$release/bench_maps" figures 1 "$figures" 5000
"$release/bench_shape_chain" speed 5000
if [ "$long" = 1 ]; then
  "$release/bench_maps" between 1 3 5000
  "$release/bench_maps" shapes
  "$release/bench_shape_chain" ablation
fi
part files and pictures
"$release/bench_ply"
"$release/bench_frames" "${sizes[@]}"

# The start, on the software renderer: from the start of the process to the first picture of the sample.
for try in 1 2 3; do
  LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb ORTHOSCOPE_FIRST_FRAME=1 XDG_CONFIG_HOME=$(mktemp -d) \
    xvfb-run -a -s "-screen 0 1280x800x24" build/release/orthoscope --sample turned-figure 2>/dev/null
done
echo "all of it took ${SECONDS} s after the build"
