"""Rotation planes against the same steps in numpy and scipy in the same run: time, and residuals of the planes.

usage: rotations.py BENCH_ROTATIONS [REPEATS]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np
import scipy.linalg


def planes_of(q):
    """Real Schur form, 2 x 2 blocks as planes: (angle, a, b) each; x q acts on rows."""
    t, z = scipy.linalg.schur(q, output="real")
    planes, i = [], 0
    while i < len(q):
        if i + 1 < len(q) and t[i + 1, i] != 0:
            angle = np.arctan2(t[i, i + 1] - t[i + 1, i], t[i, i] + t[i + 1, i + 1])
            planes.append((angle, z[:, i], z[:, i + 1]))
            i += 2
        else:
            i += 1
    return planes


def worst_block(q, planes):
    angle, a, b = (np.array(v) for v in zip(*planes))
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    return np.sqrt((((a @ q) - c * a - s * b) ** 2).sum(1) + (((b @ q) + s * a - c * b) ** 2).sum(1)).max()


def matrix_peer(folder):
    q = np.load(f"{folder}/matrix.npy")
    start = time.perf_counter()
    planes = planes_of(q)
    residual = worst_block(q, planes)
    return time.perf_counter() - start, residual, len(planes)


def frames_peer(folder):
    before, after = np.load(f"{folder}/before.npy"), np.load(f"{folder}/after.npy")
    start = time.perf_counter()
    mean = np.concatenate([before, after]).mean(0)
    frames = np.concatenate([before, after]) - mean
    values, vectors = np.linalg.eigh(frames.T @ frames)
    vectors = vectors[:, values > 1e-14 * values[-1]]
    z0, z1 = (before - before.mean(0)) @ vectors, (after - after.mean(0)) @ vectors
    u, _, v = np.linalg.svd(z0.T @ z1)
    planes = planes_of(u @ v)
    angle, a, b = (np.array(v) for v in zip(*planes))
    c0, c1 = z0 @ (a + 1j * b).T, z1 @ (a + 1j * b).T
    residual = np.linalg.norm(c1 - np.exp(1j * angle) * c0, axis=0) / np.linalg.norm(c1, axis=0)
    return time.perf_counter() - start, residual.max(), len(planes)


def main():
    program, repeats = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    cases = [("random orthogonal 768 x 768", ["matrix", "768"], matrix_peer),
             ("4,000 frames of 32 x 32, in pairs", ["frames", "2000", "32"], frames_peer)]
    for title, arguments, peer in cases:
        with tempfile.TemporaryDirectory() as folder:
            text = subprocess.run([program, *arguments, str(repeats), folder], check=True, capture_output=True, text=True).stdout
            rows = [line.split() for line in text.splitlines()]
            theirs = [peer(folder) for _ in range(repeats)]
        mine = statistics.median(float(r[1]) for r in rows)
        other = statistics.median(t[0] for t in theirs)
        print(f"{title}, 2 threads, median of {repeats}")
        print(f"  orthoscope {mine:.2f} s, {rows[-1][5]} planes, worst residual {rows[-1][3]}")
        print(f"  numpy and scipy {other:.2f} s, {theirs[-1][2]} planes, worst residual {theirs[-1][1]:.1e}: "
              f"{other / mine:.1f} times as long", flush=True)


if __name__ == "__main__":
    main()
