"""The table of bench_compute with POT, scipy and numpy beside it, measured in the same run, float64, two threads.

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
    """The least of three within two seconds."""
    least, spent = float("inf"), 0
    while spent < 2 and least > 0:
        start = time.perf_counter()
        work()
        last = time.perf_counter() - start
        least, spent = min(least, last), spent + max(last, 0.67)
    return least


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
    print(f"copies {made['copies'] * 1e-9:.1f} GB/s, multiplies {made['products'] * 1e-9:.1f} GFLOP/s in float32, {made['threads']} threads")
    limits = f", copies {made['gl_copies'] * 1e-9:.1f} GB/s, multiplies {made['gl_products'] * 1e-9:.1f} GFLOP/s" if made["gl_products"] else ""
    print(f"OpenGL: {made['device']}" + limits + (", on the processor: its times say nothing of a graphics card" if made["software"] else ""))
    form = "{:22} {:31} {:>8} {:>8} {:>9} {:>7} {:>9} {:>8} {:>9}  {}"
    print(form.format("kernel", "size", "CPU s", "busy s", "GL s", "CPU/GL", "CPU/limit", "GL/limit", "piece ms", "peer s (times as long as the CPU)"))
    for row in made["rows"]:
        peers = [peer() for peer in PEERS.get((row["kernel"], row["size"]), [])]
        ratio = f"{row['cpu'] / row['gl']:.3f}" if row["gl"] else "-"
        print(form.format(row["kernel"], row["size"], f"{row['cpu']:.4f}", f"{row['busy']:.4f}", f"{row['gl']:.4f}" if row["gl"] else "-", ratio,
                          f"{100 * row['share']:.0f}%", f"{100 * row['gl_share']:.0f}%", f"{1000 * row['piece']:.1f}",
                          "; ".join(f"{name} {seconds:.4f} ({seconds / row['cpu']:.1f})" for name, seconds in peers)), flush=True)


if __name__ == "__main__":
    main()
