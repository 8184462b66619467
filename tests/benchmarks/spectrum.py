"""All singular values against numpy in the same run on the same threads; a 1e6 x 300 set by one pass against its Gram matrix.

usage: spectrum.py BENCH_SPECTRUM [REPEATS] [ROWS]
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ["OPENBLAS_NUM_THREADS"] = "2"
import numpy as np


def words(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout.split()


def in_memory(program, rows, columns, repeats):
    with tempfile.TemporaryDirectory() as folder:
        file, out = f"{folder}/a.npy", f"{folder}/values.npy"
        words(program, "make", str(rows), str(columns), file)
        a, mine, theirs = np.load(file), [], []
        np.linalg.svd(a, compute_uv=False)  # the first call of a process also wakes its threads: neither side's counts
        for _ in range(repeats):  # by turns, so that a busy machine hits both
            mine.append(float(words(program, "values", file, "2", out)[-1]))
            start = time.perf_counter()
            values = np.linalg.svd(a, compute_uv=False)
            theirs.append(time.perf_counter() - start)
        error = np.abs(np.load(out) - values).max() / values[0]
        verdict = "within" if error <= 1e-12 else "NOT within"
        print(f"all values of {rows} x {columns} float64, 2 threads, median of {repeats} by turns")
        print(f"  orthoscope {statistics.median(mine):.3f} s, numpy {statistics.median(theirs):.3f} s "
              f"({statistics.median(theirs) / statistics.median(mine):.2f} times as long); best {min(mine):.3f} and {min(theirs):.3f} s; "
              f"largest difference {error:.1e} of the largest value, {verdict} 1e-12", flush=True)


def streamed(program, rows, columns):
    with tempfile.TemporaryDirectory() as folder:
        file, out = f"{folder}/a.npy", f"{folder}/values.npy"
        words(program, "make", str(rows), str(columns), file, "f4")
        answer = words(program, "stream", file, out)
        start = time.perf_counter()
        x, gram = np.load(file, mmap_mode="r"), np.zeros((columns, columns))
        for at in range(0, rows, 8192):
            block = np.asarray(x[at : at + 8192], dtype=np.float64)
            gram += block.T @ block
        values = np.sqrt(np.maximum(np.linalg.eigvalsh(gram)[::-1], 0))
        theirs = time.perf_counter() - start
        mine = np.load(out)
        print(f"all values of {rows} x {columns} float32 on disk, one pass, 2 threads")
        print(f"  orthoscope {answer[1]} s with {answer[3]} MB at most (triangular factor, exact); numpy by the Gram matrix {theirs:.1f} s, "
              f"which differs by {np.abs(mine - values).max() / mine[0]:.1e} of the largest", flush=True)


def main():
    program, repeats = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 5
    in_memory(program, 768, 3072, repeats)
    in_memory(program, 2048, 2048, repeats)
    streamed(program, int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000, 300)


if __name__ == "__main__":
    main()
