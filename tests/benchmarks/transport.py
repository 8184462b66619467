"""Transport kernels against POT in the same run: time, and agreement of the value.

usage: transport.py BENCH_TRANSPORT [sliced|sinkhorn ...]
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


def main():
    program = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:] or ["sliced"]
    print(f"POT {ot.__version__}, numpy {np.__version__}, float64, 2 threads")
    if "sliced" in wanted:
        sliced(program, 10_000, 50, 100)
        sliced(program, 100_000, 3, 100)


if __name__ == "__main__":
    main()
