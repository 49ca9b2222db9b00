"""Makes the tables and polynomials of the elementary functions, with mpmath.

Usage: python elementary_tables.py exponential|logarithm|trigonometric|hyperbolic > TABLE.swift
followed by `swift format -i TABLE.swift`. Needs mpmath 1.3 or later; nothing in it is random, so
the same files come out on every machine.
"""

import struct
import sys

from mpmath import mp, mpf

mp.prec = 1500


def double(x):
    """The double nearest to x: mpmath rounds to nearest, ties to even, once."""
    with mp.workprec(53):
        return float(+x)


def hexadecimal(x):
    """A Swift literal of a double."""
    return x.hex().replace("p+", "p")


def rounded(x, exponent):
    """x to the nearest multiple of 2^exponent, as a double."""
    return double(mp.nint(mp.ldexp(x, -exponent)) * mpf(2) ** exponent)


def fitted(function, low, high, terms):
    """Coefficients, constant first, of the Chebyshev approximation of a function."""
    with mp.workprec(400):
        return [double(c) for c in reversed(mp.chebyfit(function, [low, high], terms))]


def constant(name, value, comment):
    return f"  /// {comment}\n  static let {name} = {hexadecimal(value)}\n"


def polynomial(name, values, comment):
    lines = [f"  // {comment}"]
    for degree, value in values:
        lines.append(f"  static let {name}{degree} = {hexadecimal(value)}")
    return "\n".join(lines) + "\n"


def array(name, rows, comment, kind="Double"):
    lines = "".join("    " + ", ".join(row) + ",\n" for row in rows)
    return f"  /// {comment}\n  static let {name}: [{kind}] = [\n{lines}  ]\n"


def enclosed(name, summary, parts):
    script = "Tests/DeconvKernelsTests/Reference/elementary_tables.py"
    return (
        f"/// {summary}\n///\n/// Made by `{script}`.\nenum {name} {{\n" + "\n".join(parts) + "}\n"
    )


def exponential():
    step = mp.log(2) / 128
    high = rounded(step, -42)
    bound = step / 2
    rest = fitted(lambda r: (mp.expm1(r) - r) / r**2 if r else mpf(1) / 2, -bound, bound, 4)
    rows = []
    for i in range(128):
        power = mpf(2) ** (mpf(i) / 128)
        value = double(power)
        rows.append([hexadecimal(value), hexadecimal(double(power / value - 1))])
    return enclosed(
        "ExponentialTable",
        "Powers of two and a polynomial, for `exp`.",
        [
            constant("stepsPerUnit", double(1 / step), "128 / ln 2."),
            constant("stepHigh", high, "ln 2 / 128 to a multiple of 2⁻⁴²: 35 bits."),
            constant("stepLow", double(step - high), "The rest of ln 2 / 128."),
            polynomial(
                "c",
                enumerate(rest, 2),
                "eʳ ≈ 1 + r + r²(c2 + c3 r + c4 r² + c5 r³), |r| ≤ ln 2 / 256.",
            ),
            array("powers", rows, "For i = 0…127: 2^(i/128) rounded, and its relative error."),
        ],
    )


def logarithm():
    ln2 = mp.log(2)
    ln2_high = rounded(ln2, -42)
    first = 0x3FE6 << 48
    rows = []
    largest = mpf(0)
    for i in range(128):
        ends = [
            struct.unpack("<d", struct.pack("<Q", first + (j << 45)))[0] for j in (i, i + 1)
        ]
        center = (mpf(ends[0]) + mpf(ends[1])) / 2
        # The two intervals beside 1 keep z - 1 exact, and with it the relative error near log 1.
        inverse = mpf(1) if 1 in ends else mpf(rounded(1 / center, -10))
        largest = max([largest] + [abs(mpf(z) * inverse - 1) for z in ends])
        log = -mp.log(inverse)
        high = rounded(log, -42)
        rows.append([hexadecimal(v) for v in (double(inverse), high, double(log - high))])
    assert largest <= mpf(2) ** -7, largest
    bound = mpf(2) ** -7
    rest = fitted(
        lambda r: (mp.log1p(r) - r + r**2 / 2) / r**3 if r else mpf(1) / 3, -bound, bound, 7
    )
    return enclosed(
        "LogarithmTable",
        "Reciprocals, their logarithms and a polynomial, for `log` and `pow`.",
        [
            constant("ln2High", ln2_high, "ln 2 to a multiple of 2⁻⁴²."),
            constant("ln2Low", double(ln2 - ln2_high), "The rest of ln 2."),
            polynomial(
                "c",
                enumerate(rest, 3),
                "log(1 + r) ≈ r - r²/2 + r³(c3 + c4 r + … + c9 r⁶), |r| ≤ 2⁻⁷.",
            ),
            array(
                "rows",
                rows,
                "For i = 0…127: a reciprocal of interval i, a multiple of 2⁻¹⁰; minus its logarithm\n"
                "  /// to a multiple of 2⁻⁴²; the rest of that.",
            ),
        ],
    )


def trigonometric():
    bound = (mp.pi / 4) ** 2
    sine = fitted(
        lambda z: (mp.sin(mp.sqrt(z)) / mp.sqrt(z) - 1) / z if z else -mpf(1) / 6, 0, bound, 7
    )
    cosine = fitted(
        lambda z: (mp.cos(mp.sqrt(z)) - 1 + z / 2) / z**2 if z else mpf(1) / 24, 0, bound, 6
    )
    first = rounded(mp.pi / 2, -42)
    second = rounded(mp.pi / 2 - first, -85)
    third = double(mp.pi / 2 - first - second)
    bits = int(mp.floor(mp.ldexp(2 / mp.pi, 64 * 19)))
    words = [0] + [bits >> (64 * (18 - i)) & (2**64 - 1) for i in range(19)]
    quarter = int(mp.floor(mp.ldexp(mp.pi / 4, 64)))

    def word(value):
        digits = f"{value:016X}"
        return "0x" + "_".join(digits[i : i + 4] for i in range(0, 16, 4))

    rows = [[word(w) for w in words[i : i + 4]] for i in range(0, 20, 4)]
    return enclosed(
        "TrigonometricTable",
        "The bits of 2/π and two polynomials, for `sin` and `cos`.",
        [
            polynomial(
                "s",
                ((2 * i + 3, c) for i, c in enumerate(sine)),
                "sin r ≈ r + r³(s3 + s5 r² + … + s15 r¹²), |r| ≤ π/4.",
            ),
            polynomial(
                "c",
                ((2 * i + 4, c) for i, c in enumerate(cosine)),
                "cos r ≈ 1 - r²/2 + r⁴(c4 + c6 r² + … + c14 r¹⁰), |r| ≤ π/4.",
            ),
            constant("quadrantsPerUnit", double(2 / mp.pi), "2 / π."),
            constant("halfPi1", first, "π/2 to a multiple of 2⁻⁴²: 43 bits."),
            constant("halfPi2", second, "The next part, a multiple of 2⁻⁸⁵."),
            constant("halfPi3", third, "The rest of π/2."),
            "  /// The first 64 bits of π/4.\n"
            f"  static let quarterPi: UInt64 = {word(quarter)}\n",
            array("twoOverPi", rows, "64 zero bits, then the first 1216 bits of 2/π.", "UInt64"),
        ],
    )


def hyperbolic():
    bound = mpf(1) / 16
    rest = fitted(
        lambda z: (mp.tanh(mp.sqrt(z)) / mp.sqrt(z) - 1) / z if z else -mpf(1) / 3, 0, bound, 8
    )
    return enclosed(
        "HyperbolicTable",
        "A polynomial, for `tanh` of small numbers.",
        [
            polynomial(
                "t",
                ((2 * i + 3, c) for i, c in enumerate(rest)),
                "tanh x ≈ x + x³(t3 + t5 x² + … + t17 x¹⁴), |x| ≤ 1/4.",
            )
        ],
    )


TABLES = {
    "exponential": exponential,
    "logarithm": logarithm,
    "trigonometric": trigonometric,
    "hyperbolic": hyperbolic,
}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in TABLES:
        sys.exit(f"expected one of: {', '.join(TABLES)}")
    print(TABLES[sys.argv[1]](), end="")
