"""Transport kernels against POT in the same run: time, and agreement of the value.

usage: transport.py BENCH_TRANSPORT [sliced|sinkhorn|exact ...]
"""
import json
import os
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
import numpy as np
import ot


def ours(program, *arguments):
    return json.loads(subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True).stdout)


def save(folder, **arrays):
    for name, array in arrays.items():
        np.asfortranarray(array).ravel(order="F").tofile(f"{folder}/{name}")


def timed(work):
    start = time.perf_counter()
    value = work()
    return time.perf_counter() - start, value


def sliced(program, rows, columns, directions):
    random = np.random.default_rng(1)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns))
    t = random.standard_normal((columns, directions))
    t /= np.linalg.norm(t, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        save(folder, x=x, y=y, t=t)
        mine = ours(program, "sliced", folder, rows, columns, directions, 3)
    seconds, value = timed(lambda: float(ot.sliced_wasserstein_distance(x, y, n_projections=directions, projections=t)))
    print(f"sliced Wasserstein {rows} x {columns}, {directions} directions: orthoscope {mine['seconds']:.3f} s, "
          f"POT {seconds:.3f} s, {seconds / mine['seconds']:.1f} times faster, difference {abs(mine['value'] - value):.1e}")


def sinkhorn(program, rows, columns, share):
    """At equal epsilon: POT runs until its own stopping rule holds, ours until its marginal error is no larger."""
    random = np.random.default_rng(2)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns)) + 0.3
    costs = ot.dist(x, y)
    epsilon, uniform = share * costs.mean(), np.full(rows, 1 / rows)
    for method in ("sinkhorn_log", "sinkhorn"):
        seconds, (plan, log) = timed(lambda: ot.sinkhorn(uniform, uniform, ot.dist(x, y), epsilon, method=method,
                                                         stopThr=1e-7, numItermax=3000, log=True))
        error = abs(plan.sum(0) - uniform).sum() + abs(plan.sum(1) - uniform).sum()
        with tempfile.TemporaryDirectory() as folder:
            save(folder, x=x, y=y)
            mine = ours(program, "sinkhorn", folder, rows, columns, repr(epsilon), repr(error), 3)
        print(f"Sinkhorn {rows} x {rows}, {columns} dimensions, epsilon {share} of the mean cost: orthoscope "
              f"{mine['seconds']:.3f} s ({mine['iterations']} iterations, marginal error {mine['error']:.1e}), "
              f"POT {method} {seconds:.3f} s ({log['niter']} iterations, {error:.1e}), "
              f"{seconds / mine['seconds']:.1f} times faster, costs differ by {abs(mine['value'] / (plan * costs).sum() - 1):.1e}")


def exact(program, rows, columns):
    random = np.random.default_rng(3)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns)) + 0.3
    with tempfile.TemporaryDirectory() as folder:
        save(folder, x=x, y=y)
        mine = ours(program, "exact", folder, rows, columns, 3)
    seconds, value = timed(lambda: float(ot.emd2([], [], ot.dist(x, y), numItermax=10_000_000)))
    print(f"exact plan {rows} x {rows}, {columns} dimensions: orthoscope {mine['seconds']:.3f} s ({mine['rounds']} rounds, "
          f"{mine['arcs']} arcs, gap {mine['gap']:.1e}), POT emd2 {seconds:.3f} s, {seconds / mine['seconds']:.1f} times "
          f"faster, costs differ by {abs(mine['value'] / value - 1):.1e}")


def main():
    program = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:] or ["sliced", "sinkhorn", "exact"]
    print(f"POT {ot.__version__}, numpy {np.__version__}, float64, 2 threads")
    if "sliced" in wanted:
        sliced(program, 10_000, 50, 100)
        sliced(program, 100_000, 3, 100)
    if "sinkhorn" in wanted:
        sinkhorn(program, 2000, 3, 0.02)
        sinkhorn(program, 2000, 50, 0.02)
    if "exact" in wanted:
        exact(program, 2000, 3)
        exact(program, 2000, 20)


if __name__ == "__main__":
    main()
