"""Eigenbases against scipy's eigsh (shift-invert, SuperLU) in the same run: time, and agreement of the values.

usage: eigenbasis.py BENCH_EIGENBASIS [SHAPE [REPEATS [VERTICES:K ...]]]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np
import scipy.sparse
import scipy.sparse.linalg


def scipy_seconds(folder, k, tolerance):
    rows, columns, values, mass = (np.load(f"{folder}/{n}.npy").ravel() for n in ("rows", "columns", "values", "mass"))
    n = len(mass)
    stiffness = scipy.sparse.csc_matrix((values, (rows.astype(int), columns.astype(int))), shape=(n, n))
    weights = scipy.sparse.diags(mass).tocsc()
    shift = -0.01 * 4 * np.pi * k / mass.sum()
    start = time.perf_counter()
    found, vectors = scipy.sparse.linalg.eigsh(stiffness, k=k, M=weights, sigma=shift, tol=tolerance)
    seconds = time.perf_counter() - start
    residual = stiffness @ vectors - mass[:, None] * vectors * found
    worst = np.sqrt((residual ** 2 / mass[:, None]).sum(axis=0).max()) / found.max()
    return seconds, np.sort(found), worst


def main():
    program = os.path.abspath(sys.argv[1])
    shape = sys.argv[2] if len(sys.argv) > 2 else "figure"
    repeats = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    sizes = sys.argv[4:] or ["10000:100", "10000:200", "50000:100", "50000:200"]
    print(f"eigenbasis of a {shape}, 2 threads, median of {repeats}; residual in the mass norm over the largest value")
    for size in sizes:
        vertices, k = (int(v) for v in size.split(":"))
        ours, theirs = [], {0: [], 1e-9: []}
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(repeats):
                out = subprocess.run([program, shape, str(vertices), str(k), "2", "1", folder], check=True,
                                     capture_output=True, text=True).stdout.split()
                ours.append(float(out[out.index("seconds") + 1]))
                residual, n = out[out.index("residual") + 1], out[1]
                for tolerance in theirs:
                    seconds, values, worst = scipy_seconds(folder, k, tolerance)
                    theirs[tolerance].append((seconds, worst))
            difference = abs(values - np.load(f"{folder}/ours.npy").ravel()).max() / values.max()
        mine = statistics.median(ours)
        print(f"  {n} vertices, k = {k}: orthoscope {mine:.3f} s ({min(ours):.3f} to {max(ours):.3f}), residual {residual}")
        for tolerance, runs in theirs.items():
            seconds = statistics.median(r[0] for r in runs)
            print(f"    eigsh, tol {tolerance:g}: {seconds:.3f} s, residual {runs[-1][1]:.1e}: {seconds / mine:.1f} times as long")
        print(f"    largest difference of the values, over the largest: {difference:.1e}", flush=True)


if __name__ == "__main__":
    main()
