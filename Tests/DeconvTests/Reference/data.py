"""Expected values of DatasetTests.swift: random orders and normalised pixels.

Philox 4x32-10 and the shuffle are written here a second time, in integers of any size. Needs torch
for the pixels: python3 data.py
"""


def philox(counter, key):
    counter, key = list(counter), list(key)
    for _ in range(10):
        first, second = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = [
            (second >> 32) ^ counter[1] ^ key[0],
            second & 0xFFFFFFFF,
            (first >> 32) ^ counter[3] ^ key[1],
            first & 0xFFFFFFFF,
        ]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter


def draws(seed, stream):
    index = 0
    while True:
        words = philox(
            [index & 0xFFFFFFFF, index >> 32, stream & 0xFFFFFFFF, stream >> 32],
            [seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF],
        )
        yield words[1] << 32 | words[0]
        yield words[3] << 32 | words[2]
        index += 1


def permutation(count, seed, stream):
    numbers, source = list(range(count)), draws(seed, stream)
    for last in range(count - 1, 0, -1):
        bound = last + 1
        product = next(source) * bound
        while product % 2**64 < 2**64 % bound:
            product = next(source) * bound
        other = product >> 64
        numbers[last], numbers[other] = numbers[other], numbers[last]
    return numbers


EPOCHS = int.from_bytes(b"SHUFFLE\0", "big")
SPLIT = int.from_bytes(b"SPLIT\0\0\0", "big")

print(permutation(10, 0, EPOCHS))
print(permutation(10, 0, EPOCHS ^ 1))
print(permutation(10, 7, EPOCHS))
print(permutation(10, -1 % 2**64, EPOCHS ^ (-1 % 2**64)))
long = permutation(60000, 3, EPOCHS ^ 5)
print(long[:5], long[-5:])
print(sorted(permutation(10, 3, SPLIT)[-3:]))

try:
    import torch

    values = torch.arange(256, dtype=torch.uint8).to(torch.float32)
    values = values.div(255).sub(0.5).div(0.5)
    digest = 0xCBF29CE484222325
    for byte in values.numpy().tobytes():
        digest = (digest ^ byte) * 0x100000001B3 % 2**64
    print(hex(digest))
except ImportError:
    print("no torch: the digest of the pixels is left out")
