"""Makes the exact values that the tests of the elementary functions compare with, with mpmath.

Usage: python elementary_reference.py > ../ElementaryReference.swift
Needs mpmath 1.3 or later; the points come from a seeded generator.
"""

import math
import random
import struct

from mpmath import mp, mpf

mp.prec = 1400
RANDOM = random.Random(20)

FUNCTIONS = {
    "exp": mp.exp,
    "log": mp.log,
    "tanh": mp.tanh,
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)),
    "sin": mp.sin,
    "cos": mp.cos,
    "pow": mp.power,
}


def uniform(low, high, count):
    return [low + (high - low) * RANDOM.random() for _ in range(count)]


def scaled(low, high, count):
    """Numbers of either sign whose exponents are uniform."""
    return [
        RANDOM.choice((-1, 1)) * math.ldexp(1 + RANDOM.random(), RANDOM.randrange(low, high))
        for _ in range(count)
    ]


def positive(values):
    return [abs(v) for v in values]


def near_quadrants():
    """Doubles that are nearer to a multiple of π/2 than almost all others of their exponent.

    The denominators of the continued fraction of 2ᵉ · 2/π are the integers whose products with it
    are nearest to integers. The 24 nearest of all doubles, one of each of the highest exponents, and
    those whose reduction carries from its second word into its first, as one in 2000 does.
    """
    found = []
    for exponent in range(-42, 972):
        ratio = mp.ldexp(2 / mp.pi, exponent)
        for denominator in denominators(ratio)[-8:]:
            first = -(-(2**52) // denominator)
            for factor in range(first, min(first + 32, (2**53 - 1) // denominator + 1)):
                turned = ratio * factor * denominator
                found.append((abs(turned - mp.nint(turned)), exponent, factor * denominator))
    found.sort()
    highest = {exponent: (0, exponent, integer) for _, exponent, integer in reversed(found)}
    carrying = [f for f in found if f[0] < 2**-20 and carries(f[2], f[1])]
    chosen = found[:24] + carrying[:6] + [highest[e] for e in range(960, 972)]
    return sorted({math.ldexp(integer, exponent) for _, exponent, integer in chosen})


def denominators(ratio):
    """The denominators below 2^53 of the convergents of a number."""
    rest, last, result = ratio - mp.floor(ratio), 0, [1]
    while True:
        rest = 1 / rest
        whole = int(mp.floor(rest))
        rest, following = rest - whole, whole * result[-1] + last
        if following >= 2**53:
            return result
        last = result[-1]
        result.append(following)


def carries(integer, exponent):
    """Whether the second word of `reducedInIntegers` overflows."""
    bits = int(mp.floor(mp.ldexp(2 / mp.pi, exponent + 190)))
    second, third = bits >> 64 & (2**64 - 1), bits & (2**64 - 1)
    return (integer * second & (2**64 - 1)) + (integer * third >> 64) >= 2**64


def points():
    """For each function its arguments, for Double and for Float."""
    seams = [s * (1 + k * 2**-20) for s in (0.25, -0.25, 0.5) for k in (-1, 1)]
    quadrants = [math.pi / 2 * k for k in (1, 2, 3, 7, 100, 651, 652, 12345, 10**9)]
    everywhere = scaled(-1060, 1024, 12) + [6381956970095103 * 2.0**797]
    hard = near_quadrants()
    angles = uniform(-10, 10, 25) + uniform(-1100, 1100, 10) + quadrants + scaled(-30, 0, 5)
    near = [1 + s * 2.0**-k for k in (1, 5, 7, 8, 9, 12, 22) for s in (-1, 1)]
    yield "exp", uniform(-745, 709, 25) + uniform(-1, 1, 15) + [-745.13, -708.39, 709.78], (
        uniform(-103, 88, 30) + uniform(-1, 1, 10)
    )
    yield "log", (
        positive(scaled(-1074, 1024, 15)) + uniform(0.6, 1.5, 15) + near + [5e-324, 1 + 2.0**-52]
    ), positive(scaled(-149, 127, 15)) + uniform(0.6, 1.5, 15) + near
    yield "tanh", uniform(-20, 20, 15) + uniform(-1, 1, 20) + scaled(-40, 0, 10) + seams, (
        uniform(-9, 9, 20) + uniform(-1, 1, 15) + seams
    )
    yield "sigmoid", uniform(-48, 48, 20) + uniform(-2, 2, 15) + uniform(-745, -48, 10), (
        uniform(-100, 17, 25) + uniform(-2, 2, 10)
    )
    for name in ("sin", "cos"):
        yield name, angles + everywhere + hard, angles + scaled(-100, 127, 15) + [2.0**127]


def pairs():
    """Arguments of pow, for Double and for Float."""
    moderate = list(zip(uniform(0, 10, 25), uniform(-300, 300, 25)))
    near = list(zip(uniform(0.99, 1.01, 15), uniform(-70000, 70000, 15)))
    wide = list(zip(positive(scaled(-1074, 1024, 15)), uniform(-0.9, 0.9, 15)))
    yield "pow", moderate + near + wide + [(1 + 2.0**-52, 3e18), (5e-324, 0.5), (-3.0, 33.0)], (
        list(zip(uniform(0, 10, 20), uniform(-37, 37, 20)))
        + list(zip(uniform(0.99, 1.01, 10), uniform(-7000, 7000, 10)))
    )


def split(value, digits, lowest):
    """The multiple of an ulp nearest to a value, and the rest of the magnitude in ulps."""
    magnitude = abs(value)
    exponent = max(int(mp.floor(mp.log(magnitude, 2))) - digits + 1, lowest)
    count = int(mp.nint(mp.ldexp(magnitude, -exponent)))
    rest = mp.ldexp(magnitude, -exponent) - count
    return math.copysign(math.ldexp(count, exponent), value), float(rest)


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def bits(x, kind):
    return format(struct.unpack("<" + {"d": "Q", "f": "I"}[kind], struct.pack("<" + kind, x))[0], "X")


def lines():
    for name, doubles, floats in list(points()) + list(pairs()):
        for x in doubles:
            x = x if isinstance(x, tuple) else (x,)
            nearest, rest = split(FUNCTIONS[name](*map(mpf, x)), 53, -1074)
            yield " ".join([name, *(bits(v, "d") for v in x), bits(nearest, "d"), f"{rest:.5f}"])
        for x in floats:
            x = tuple(map(single, x if isinstance(x, tuple) else (x,)))
            nearest, _ = split(FUNCTIONS[name](*map(mpf, x)), 24, -149)
            yield " ".join([name + "f", *(bits(v, "f") for v in x), bits(nearest, "f")])


if __name__ == "__main__":
    print("/// Exact values of the elementary functions.")
    print("///")
    print("/// A line for `Double` holds the function, the bits of its arguments, those of the nearest")
    print("/// number, and what the magnitude of the value exceeds it by, in ulp. A line for `Float` ends")
    print("/// with the bits of the nearest number. Made by `Reference/elementary_reference.py`.")
    print('let elementaryReference = """')
    for line in lines():
        print("  " + line)
    print('  """')
