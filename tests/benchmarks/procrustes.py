"""procrustes against numpy and scipy in the same run: time of the fit, and agreement of the rotation.

usage: procrustes.py ORTHOSCOPE [ROWS COLUMNS [REPEATS]]
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")
import numpy as np
import scipy.linalg


def numpy_seconds(x, y):
    start = time.perf_counter()
    u, _, vt = np.linalg.svd(x.T @ y)
    rotation = u @ vt
    return time.perf_counter() - start, rotation


def orthoscope_seconds(program, source, target, out):
    command = [program, "run", "procrustes", source, target, "--out", out, "--mode", "orthogonal", "--center", "off",
               "--threads", "2", "--metrics", "fit", "--inputs", "reference", "--json", "--quiet"]
    result = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return result["seconds"]["fit"], np.load(os.path.join(out, "rotation.npy"))


def main():
    program = os.path.abspath(sys.argv[1])
    rows, columns = (int(v) for v in sys.argv[2:4]) if len(sys.argv) > 3 else (100_000, 300)
    repeats = int(sys.argv[4]) if len(sys.argv) > 4 else 5
    random = np.random.default_rng(1)
    x = random.standard_normal((rows, columns))
    planted = scipy.linalg.qr(random.standard_normal((columns, columns)))[0]
    y = x @ planted + 0.1 * random.standard_normal((rows, columns))
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/x.npy", x)
        np.save(f"{folder}/y.npy", y)
        for i in range(repeats):
            seconds, reference = numpy_seconds(x, y)
            theirs.append(seconds)
            seconds, rotation = orthoscope_seconds(program, f"{folder}/x.npy", f"{folder}/y.npy", f"{folder}/out{i}")
            ours.append(seconds)
    scipy_rotation = scipy.linalg.orthogonal_procrustes(x, y)[0]
    ours_median, theirs_median = statistics.median(ours), statistics.median(theirs)
    print(f"procrustes {rows} x {columns}, float64, 2 threads, median of {repeats}")
    print(f"  orthoscope seconds.fit   {ours_median:8.3f} s   ({min(ours):.3f} to {max(ours):.3f})")
    print(f"  numpy X'Y and SVD        {theirs_median:8.3f} s   ({min(theirs):.3f} to {max(theirs):.3f})")
    print(f"  ratio                    {ours_median / theirs_median:8.2f}")
    print(f"  largest difference of the rotation: numpy {abs(rotation - reference).max():.1e}, "
          f"scipy {abs(rotation - scipy_rotation).max():.1e}")


if __name__ == "__main__":
    main()
