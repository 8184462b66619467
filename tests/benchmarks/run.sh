#!/usr/bin/env bash
# Measures what the README claims, each against its peer in the same run, and prints one table.
set -euo pipefail
cd "$(dirname "$0")/../.."
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
/usr/bin/python3 tests/benchmarks/procrustes.py build/release/orthoscope "$@"
build/release/bench_ply
build/release/bench_icp
build/release/bench_maps kernels
build/release/bench_maps stages
build/release/bench_maps figures 1 3 5000
build/release/bench_maps between 1 3 5000
build/release/bench_maps shapes
build/release/bench_shape_chain ablation
build/release/bench_shape_chain speed 5000
build/release/bench_geodesics
/usr/bin/python3 tests/benchmarks/eigenbasis.py build/release/bench_eigenbasis
/usr/bin/python3 tests/benchmarks/rotations.py build/release/bench_rotations
/usr/bin/python3 tests/benchmarks/spectrum.py build/release/bench_spectrum
build/release/bench_wasserstein
/usr/bin/python3 tests/benchmarks/transport.py build/release/bench_transport
build/release/bench_frames
/usr/bin/python3 tests/benchmarks/compute.py build/release/bench_compute

# The start, on the software renderer: from the start of the process to the first picture of the sample.
for try in 1 2 3 4 5; do
  LIBGL_ALWAYS_SOFTWARE=1 QT_QPA_PLATFORM=xcb ORTHOSCOPE_FIRST_FRAME=1 XDG_CONFIG_HOME=$(mktemp -d) \
    xvfb-run -a -s "-screen 0 1280x800x24" build/release/orthoscope --sample turned-figure 2>/dev/null
done
