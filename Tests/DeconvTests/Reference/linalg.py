"""NumPy's decompositions and transforms, for the LinearAlgebra tests. Needs numpy; prints Swift."""

import numpy as np


def wave(rows, columns):
    """The sample matrix of LinearAlgebraSamples.swift."""
    return np.array(
        [[((7 * i + 5 * j + 3 * i * j) % 11 - 5) / 8 for j in range(columns)] for i in range(rows)])


def show(name, values):
    print(f"{name}: [{', '.join(repr(float(x)) for x in np.ravel(values))}]")


def signed(columns):
    """The columns with the rule of signs: the first element of half the largest is positive."""
    columns = columns.copy()
    for column in columns.T:
        magnitudes = np.abs(column)
        if column[np.argmax(magnitudes >= magnitudes.max() / 2)] < 0:
            column *= -1
    return columns


for rows, columns in [(4, 3), (3, 5), (6, 6)]:
    a = wave(rows, columns)
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    print(f"wave({rows}, {columns})")
    show("  singular values", s)
    show("  u", signed(u))
    show("  pseudo-inverse", np.linalg.pinv(a))
    print("  rank", np.linalg.matrix_rank(a), "condition", float(np.linalg.cond(a)))

a = wave(5, 5) + wave(5, 5).T
values, vectors = np.linalg.eigh(a)
show("eigenvalues of wave(5, 5) + its transpose", values[::-1])
show("eigenvectors", signed(vectors[:, ::-1]))

q, r = np.linalg.qr(wave(4, 3))
signs = np.sign(np.diag(r))
show("q of wave(4, 3)", q * signs)
show("r of wave(4, 3)", r * signs[:, None])

b = np.array([1.0, -2, 3, 0.5])
show("least squares of wave(4, 3)", np.linalg.lstsq(wave(4, 3), b, rcond=None)[0])
show("solve wave(4, 4) + 2 I", np.linalg.solve(wave(4, 4) + 2 * np.eye(4), b))

samples = wave(9, 4)
centred = samples - samples.mean(axis=0)
values, vectors = np.linalg.eigh(centred.T @ centred / 8)
show("means of wave(9, 4)", samples.mean(axis=0))
show("variances of wave(9, 4)", values[::-1])
show("components of wave(9, 4)", signed(vectors[:, ::-1]).T)

for size in [3, 5, 6, 7, 12]:
    x = np.fft.fft(wave(1, size)[0])
    show(f"fft of wave(1, {size}), real", x.real)
    show(f"fft of wave(1, {size}), imaginary", x.imag)
x = np.fft.fft2(wave(3, 4))
show("fft2 of wave(3, 4), real", x.real)
show("fft2 of wave(3, 4), imaginary", x.imag)
show("power spectrum of wave(3, 4)", np.fft.fftshift(np.abs(x) ** 2))
