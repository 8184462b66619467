"""Rotation planes against the same steps in numpy and scipy in the same run, in turns: seconds by the clock and of the
processor, the least of each, and residuals of the planes.

usage: rotations.py BENCH_ROTATIONS [REPEATS]
"""
import os
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np
import scipy.linalg


def stop_watch():
    clock, processor = time.perf_counter(), time.process_time()
    return lambda: (time.perf_counter() - clock, time.process_time() - processor)


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
    spent = stop_watch()
    planes = planes_of(q)
    residual = worst_block(q, planes)
    return *spent(), residual, len(planes)


def steps_peer(frames, before, after, kept):
    """Span by the Gram matrix, polar factor of the lagged second moment, Schur form, residuals: at one cut, which is given."""
    spent = stop_watch()
    centred = frames - frames.mean(0)
    values, vectors = np.linalg.eigh(centred.T @ centred)
    vectors = vectors[:, ::-1][:, :kept]
    z0, z1 = (before - before.mean(0)) @ vectors, (after - after.mean(0)) @ vectors
    u, _, v = np.linalg.svd(z0.T @ z1)
    planes = planes_of(u @ v)
    angle, a, b = (np.array(v) for v in zip(*planes))
    c0, c1 = z0 @ (a + 1j * b).T, z1 @ (a + 1j * b).T
    turn = np.exp(1j * np.angle((c0.conj() * c1).sum(0)))
    residual = np.linalg.norm(c1 - turn * c0, axis=0) / np.linalg.norm(c1, axis=0)
    return *spent(), residual.max(), len(planes)


def pairs_peer(folder, kept):
    before, after = np.load(f"{folder}/before.npy"), np.load(f"{folder}/after.npy")
    return steps_peer(np.concatenate([before, after]), before, after, kept)


def sequence_peer(folder, kept):
    frames = np.load(f"{folder}/sequence.npy")
    return steps_peer(frames, frames[:-1], frames[1:], kept)


def main():
    program, repeats = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3
    cases = [("random orthogonal 768 x 768", ["matrix", "768"], lambda folder, kept: matrix_peer(folder)),
             ("4,000 frames of 32 x 32, in pairs", ["pairs", "2000", "32"], pairs_peer),
             ("4,000 frames of 32 x 32, in order, the cut to be found (the peer is told it)", ["sequence", "4000", "32"], sequence_peer)]
    for title, arguments, peer in cases:
        mine, theirs = [], []
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(repeats):
                words = subprocess.run([program, *arguments, folder], check=True, capture_output=True, text=True).stdout.split()
                mine.append(dict(zip(words[::2], map(float, words[1::2]))))
                theirs.append(peer(folder, int(mine[-1]["kept"])))
        clock, processor = (min(m[name] for m in mine) for name in ("seconds", "processor"))
        other_clock, other_processor = (min(t[i] for t in theirs) for i in (0, 1))
        print(f"{title}, 2 threads, least of {repeats}")
        print(f"  orthoscope {clock:.2f} s, {processor:.2f} s of the processor, {mine[-1]['planes']:.0f} planes, "
              f"worst residual {mine[-1]['residual']:.1e}")
        print(f"  numpy and scipy {other_clock:.2f} s, {other_processor:.2f} s of the processor, {theirs[-1][3]} planes, "
              f"worst residual {theirs[-1][2]:.1e}", flush=True)


if __name__ == "__main__":
    main()
