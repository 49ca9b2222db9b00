"""The files in NpyTests.swift and GzipTests.swift, as NumPy and Python's gzip write them.

Needs NumPy: python3 npy.py
"""

import gzip
import io

import numpy


def show(name, array, version=None):
    file = io.BytesIO()
    numpy.lib.format.write_array(file, array, version=version)
    print(name, file.getvalue().hex())


show("f4", numpy.array([[1, -2.5], [0, numpy.inf]], "<f4"))
show("f8 scalar", numpy.array(0.1, "<f8"))
show("i8", numpy.array([-7], "<i8"))
show("u1 2.0", numpy.array([[1, 2, 3]], "|u1"), (2, 0))
show("u1 3.0", numpy.array([], "|u1"), (3, 0))
print("gzip", gzip.compress(b"overlap overlap overlap", mtime=0).hex())
