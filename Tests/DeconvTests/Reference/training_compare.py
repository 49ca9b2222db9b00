"""Compares a training with PyTorch's, from the same weights, over the same images.

    deconv-book train --data fashion-mnist --train-count 64 --validation-count 64 \
        --batch-size 64 --no-shuffle --epochs 0 --out initial
    deconv-book train --data fashion-mnist --train-count 64 --validation-count 64 \
        --batch-size 64 --no-shuffle --epochs 20 --out trained
    python training_compare.py initial trained fashion-mnist/train-images-idx3-ubyte.gz 64

One batch is one epoch here, so that history.csv has the loss of every step. Found with PyTorch
2.13: the losses of 20 steps agree to 2e-7 (Adam, AdamW) and 8e-7 (SGD with momentum) relative.
"""

import gzip
import json
import struct
import sys

import numpy
import torch
from torch import nn


def tensors(path):
    """The arrays of a safetensors file of F32."""
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    found = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            numbers = numpy.frombuffer(raw[8 + size + begin : 8 + size + end], "<f4")
            found[name] = torch.from_numpy(numbers.reshape(entry["shape"]).copy())
    return found


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 32, 3, 2, 1), nn.ReLU(), nn.Conv2d(32, 64, 3, 2, 1), nn.ReLU()
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(64, 32, 3, 2, 1, 1), nn.ReLU(),
            nn.ConvTranspose2d(32, 1, 3, 2, 1, 1), nn.Tanh(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


initial, trained, images, count = sys.argv[1:5]
settings = json.load(open(f"{trained}/config.json"))["settings"]
model = Autoencoder()
model.load_state_dict(tensors(f"{initial}/last.safetensors"))
pixels = numpy.frombuffer(gzip.open(images).read()[16:], numpy.uint8)[: int(count) * 784]
pixels = pixels.reshape(-1, 1, 28, 28).astype(numpy.float32)
x = torch.from_numpy((pixels / numpy.float32(255) - numpy.float32(0.5)) / numpy.float32(0.5))
common = {"lr": settings["learning_rate"], "weight_decay": settings["weight_decay"]}
optimizer = {
    "adam": lambda p: torch.optim.Adam(p, **common),
    "adamw": lambda p: torch.optim.AdamW(p, **common),
    "sgd": lambda p: torch.optim.SGD(p, momentum=settings["momentum"], **common),
}[settings["optimizer"]](model.parameters())

worst = 0
for line in open(f"{trained}/history.csv").read().split()[1:]:
    loss = nn.functional.mse_loss(model(x), x)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    worst = max(worst, abs(loss.item() / float(line.split(",")[1]) - 1))
print("largest relative difference of the losses", worst)
ours = tensors(f"{trained}/last.safetensors")
theirs = model.state_dict()
print("largest difference of the weights", max((theirs[n] - ours[n]).abs().max().item() for n in ours))
