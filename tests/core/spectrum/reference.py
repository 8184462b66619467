"""Where the golden numbers of test_spectral_decay.cpp come from: the same statistics in plain numpy and scipy.

Run it to compute them anew; nothing here is called by the tests.
"""
import numpy as np
from scipy import integrate, optimize


def matrix(n=60, d=24):
    """Entries of a linear congruential generator, the same bits in any language, over a smooth ridge."""
    state, out = 12345, np.empty((n, d))
    for i in range(n):
        for j in range(d):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            out[i, j] = (state >> 11) / 2**53 - 0.5 + 3 / (1 + abs(i - 2 * j))
    return out


def marchenko_pastur_median(b):
    low, high = (1 - b**0.5) ** 2, (1 + b**0.5) ** 2
    density = lambda t: ((high - low) / 2 * np.sin(t)) ** 2 / (2 * np.pi * b * ((low + high) / 2 - (high - low) / 2 * np.cos(t)))
    share = lambda t: integrate.quad(density, 0, t, epsabs=1e-14, epsrel=1e-14)[0] - 0.5
    return (low + high) / 2 - (high - low) / 2 * np.cos(optimize.brentq(share, 1e-3, np.pi, xtol=1e-15))


def tail(l, fewest):
    best = (np.inf,)
    for k in range(fewest, len(l) + 1):
        a = 1 + k / np.log(l[:k] / l[k - 1]).sum()
        x = l[:k][::-1]
        fit = 1 - (x / x[0]) ** (1 - a)
        steps = np.arange(k)
        distance = max(np.abs(fit - steps / k).max(), np.abs(fit - (steps + 1) / k).max())
        best = min(best, (distance, a, k, l[k - 1]))
    return best


def dimensions(x, neighbours=20):
    gaps = np.sqrt(((x[:, None] - x[None]) ** 2).sum(-1))
    gaps = np.sort(gaps + np.diag(np.full(len(x), np.inf)), axis=1)
    n, kept = len(x), int(0.9 * len(x))
    mu = np.sort(gaps[:, 1] / gaps[:, 0])[:kept]
    a, b = np.log(mu), -np.log(1 - np.arange(1, kept + 1) / n)
    logs = np.log(gaps[:, neighbours - 1 : neighbours] / gaps[:, : neighbours - 1])
    return (a @ b) / (a @ a), 1 / logs.mean()


def weibull(x):
    logs = np.log(x)
    shape = optimize.brentq(lambda k: (x**k * logs).sum() / (x**k).sum() - logs.mean() - 1 / k, 0.01, 50, xtol=1e-15)
    return shape, (x**shape).mean() ** (1 / shape)


def report(x):
    n, d = x.shape
    s = np.linalg.svd(x, compute_uv=False)
    l, p, b = s**2, s / s.sum(), min(n, d) / max(n, d)
    median = marchenko_pastur_median(b)
    deviation = np.median(s) / np.sqrt(max(n, d) * median)
    edge = deviation * np.sqrt(max(n, d)) * (1 + np.sqrt(b))
    best = np.sqrt(2 * (b + 1) + 8 * b / (b + 1 + np.sqrt(b * b + 14 * b + 1)))
    threshold = best / np.sqrt(median) * np.median(s)
    stick = np.array([(1 / np.arange(i + 1, len(s) + 1)).sum() for i in range(len(s))]) / len(s)
    show = lambda name, *v: print(name, *(format(float(w), ".16g") for w in v))
    show("values", s[0], s[1], s[11], s[-1])
    show("effective_rank", np.exp(-(p * np.log(p)).sum()))
    show("stable_rank", l.sum() / l[0])
    show("participation_ratio", l.sum() ** 2 / (l**2).sum())
    show("noise", deviation, edge, (s > edge).sum(), threshold, (s > threshold).sum())
    show("broken_stick_rank", np.argmin(np.append(l / l.sum() > stick, False)))
    show("tail", *tail(l, 10))
    show("dimensions", *dimensions(x))
    show("weibull", *weibull(np.abs(x).ravel()))


if __name__ == "__main__":
    x = matrix()
    report(x)
    print("centred")
    report(x - x.mean(0))
    print("factors of Gavish and Donoho")
    for b in (1, 0.5, 0.1):
        best = np.sqrt(2 * (b + 1) + 8 * b / (b + 1 + np.sqrt(b * b + 14 * b + 1)))
        print(b, format(best / np.sqrt(marchenko_pastur_median(b)), ".12g"), 0.56 * b**3 - 0.95 * b**2 + 1.82 * b + 1.43)
