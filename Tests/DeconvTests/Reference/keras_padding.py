"""Prints the table of PaddingReference.swift: what Keras computes with the paddings same and valid.

The input is 1, 2, 3, ... and the kernel 1, 10, 100, ...: the first and the last element of an
output show what was padded or cropped at each end. Written by TensorFlow 2.x with Keras 3.

pip install tensorflow-cpu && python keras_padding.py
"""

import numpy as np
import tensorflow as tf

GEOMETRIES = [
    # input, kernel, stride, dilation
    (5, 3, 1, 1), (5, 2, 1, 1), (5, 4, 1, 1), (4, 1, 1, 1), (6, 3, 2, 1), (7, 3, 2, 1),
    (6, 2, 2, 1), (7, 2, 2, 1), (6, 4, 2, 1), (7, 4, 2, 1), (5, 1, 2, 1), (6, 1, 2, 1),
    (7, 3, 3, 1), (8, 3, 3, 1), (9, 2, 3, 1), (8, 4, 3, 1), (5, 1, 3, 1), (7, 3, 1, 2),
    (8, 2, 1, 3), (9, 4, 1, 2),
]


def ramp(size):
    return np.arange(1, size + 1, dtype=np.float32).reshape(1, size, 1)


def taps(size):
    return (10.0 ** np.arange(size, dtype=np.float32)).reshape(size, 1, 1)


def convolution(size, kernel, stride, dilation, padding):
    y = tf.nn.convolution(
        ramp(size), taps(kernel), strides=stride, dilations=dilation, padding=padding)
    return y.numpy().ravel()


def transposed(size, kernel, stride, dilation, padding):
    layer = tf.keras.layers.Conv1DTranspose(
        1, kernel, strides=stride, dilation_rate=dilation, padding=padding, use_bias=False)
    layer.build((None, size, 1))
    layer.set_weights([taps(kernel)])
    return layer(ramp(size)).numpy().ravel()


def ends(y):
    return f"({len(y)}, {int(y[0])}, {int(y[-1])})"


for geometry in GEOMETRIES:
    size, kernel, stride, dilation = geometry
    print(f"    KerasRow(")
    print(f"      input: {size}, kernel: {kernel}, stride: {stride}, dilation: {dilation},")
    print(f"      same: {ends(convolution(*geometry, 'SAME'))},"
          f" valid: {ends(convolution(*geometry, 'VALID'))},")
    print(f"      sameTransposed: {ends(transposed(*geometry, 'same'))},"
          f" validTransposed: {ends(transposed(*geometry, 'valid'))}),")
