"""Transport kernels against POT in the same run: seconds by the clock (and of the processor, which other work on the machine
does not lengthen), and agreement of the value.

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


class Timed:
    def __init__(self, work):
        clock, busy = time.perf_counter(), time.process_time()
        self.value = work()
        self.clock, self.busy = time.perf_counter() - clock, time.process_time() - busy

    def __str__(self):
        return f"{self.clock:.3f} s ({self.busy:.3f})"

    def against(self, mine):
        return f"{self.clock / mine['seconds']:.1f} ({self.busy / mine['busy']:.1f}) times as long"


def both(mine):
    return f"{mine['seconds']:.3f} s ({mine['busy']:.3f})"


def sliced(program, rows, columns, directions):
    random = np.random.default_rng(1)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns))
    t = random.standard_normal((columns, directions))
    t /= np.linalg.norm(t, axis=0)
    with tempfile.TemporaryDirectory() as folder:
        save(folder, x=x, y=y, t=t)
        mine = ours(program, "sliced", folder, rows, columns, directions, 3)
    theirs = Timed(lambda: float(ot.sliced_wasserstein_distance(x, y, n_projections=directions, projections=t)))
    print(f"sliced Wasserstein {rows} x {columns}, {directions} directions: orthoscope {both(mine)}, POT {theirs}, "
          f"{theirs.against(mine)}, difference {abs(mine['value'] - theirs.value):.1e}", flush=True)


def sinkhorn(program, rows, columns, share):
    """At equal epsilon: POT runs until its own stopping rule holds, ours until its marginal error is no larger."""
    random = np.random.default_rng(2)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns)) + 0.3
    costs = ot.dist(x, y)
    epsilon, uniform = share * costs.mean(), np.full(rows, 1 / rows)
    for method in ("sinkhorn_log", "sinkhorn"):
        theirs = Timed(lambda: ot.sinkhorn(uniform, uniform, ot.dist(x, y), epsilon, method=method, stopThr=1e-7,
                                           numItermax=3000, log=True))
        plan, log = theirs.value
        error = abs(plan.sum(0) - uniform).sum() + abs(plan.sum(1) - uniform).sum()
        with tempfile.TemporaryDirectory() as folder:
            save(folder, x=x, y=y)
            mine = ours(program, "sinkhorn", folder, rows, columns, repr(epsilon), repr(error), 3)
        print(f"Sinkhorn {rows} x {rows}, {columns} dimensions, epsilon {share} of the mean cost: orthoscope "
              f"{both(mine)}, {mine['iterations']} iterations, marginal error {mine['error']:.1e}; POT {method} {theirs}, "
              f"{log['niter']} iterations, {error:.1e}; {theirs.against(mine)}, "
              f"costs differ by {abs(mine['value'] / (plan * costs).sum() - 1):.1e}", flush=True)


def exact(program, rows, columns):
    random = np.random.default_rng(3)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns)) + 0.3
    with tempfile.TemporaryDirectory() as folder:
        save(folder, x=x, y=y)
        mine = ours(program, "exact", folder, rows, columns, 3)
    theirs = Timed(lambda: float(ot.emd2([], [], ot.dist(x, y), numItermax=10_000_000)))
    print(f"exact plan {rows} x {rows}, {columns} dimensions: orthoscope {both(mine)}, {mine['rounds']} rounds, "
          f"{mine['arcs']} arcs, gap {mine['gap']:.1e}; POT emd2 {theirs}, {theirs.against(mine)}, "
          f"costs differ by {abs(mine['value'] / theirs.value - 1):.1e}", flush=True)


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
