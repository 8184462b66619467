"""The named kernels against POT, scipy and numpy in the same run, float64, two threads.

usage: compute.py BENCH_COMPUTE
"""
import json
import os
import subprocess
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
import numpy as np


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def nearest(rows, columns):
    from scipy.spatial import cKDTree
    from scipy.spatial.distance import cdist
    random = np.random.default_rng(1)
    x, y = random.standard_normal((rows, columns)), random.standard_normal((rows, columns))
    if columns <= 10:
        return "scipy cKDTree, two workers", timed(lambda: cKDTree(y).query(x, workers=2))
    return "scipy cdist, argmin", timed(lambda: cdist(x, y, "sqeuclidean").argmin(1))


def sliced(rows, columns, directions):
    import ot
    random = np.random.default_rng(2)
    x, y = random.standard_normal((rows, columns)), 1.2 * random.standard_normal((rows, columns))
    return "POT", timed(lambda: ot.sliced_wasserstein_distance(x, y, n_projections=directions, seed=1))


def sorts(rows, directions):
    values = np.random.default_rng(3).standard_normal((directions, rows))
    return "numpy, its 2 sorts alone", 2 * timed(lambda: np.sort(values, axis=1))


def half_step(rows, columns):
    from scipy.special import logsumexp
    from scipy.spatial.distance import cdist
    random = np.random.default_rng(4)
    x, y = random.standard_normal((rows, columns)), random.standard_normal((rows, columns))
    costs = cdist(x, y, "sqeuclidean")
    return "scipy logsumexp on stored costs", timed(lambda: logsumexp(-costs / (0.02 * costs.mean()), axis=1))


def motion(rows, columns):
    x = np.random.default_rng(5).standard_normal((rows, columns)).astype(np.float32)
    m = np.random.default_rng(6).standard_normal((columns, 3)).astype(np.float32)
    return "numpy product, float32", timed(lambda: x @ m)


PEERS = {
    ("nearest, k 1", "5000 x 5000 x 100"): [lambda: nearest(5000, 100)],
    ("nearest, k 1", "5000 x 5000 x 3"): [lambda: nearest(5000, 3)],
    ("sliced", "10000 x 50, 100 directions"): [lambda: sliced(10000, 50, 100)],
    ("sliced", "100000 x 3, 100 directions"): [lambda: sliced(100000, 3, 100), lambda: sorts(100000, 100)],
    ("half step, double", "2000 x 2000 x 3"): [lambda: half_step(2000, 3)],
    ("half step, double", "2000 x 2000 x 50"): [lambda: half_step(2000, 50)],
    ("motion", "100000 x 300 to 3-D"): [lambda: motion(100000, 300)],
}


def main():
    made = json.loads(subprocess.run([os.path.abspath(sys.argv[1]), "--json"], check=True, capture_output=True, text=True).stdout)
    for row in made:
        for peer in PEERS.get((row["kernel"], row["size"]), []):
            name, seconds = peer()
            print(f"{row['kernel']} {row['size']}: orthoscope on the CPU {row['cpu']:.4f} s, on OpenGL {row['gl']:.4f} s, "
                  f"{name} {seconds:.4f} s, {seconds / row['cpu']:.1f} times faster on the CPU")


if __name__ == "__main__":
    main()
