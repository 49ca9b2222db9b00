"""Ten steps of PyTorch's optimisers, for OptimizerTests.swift. Needs torch; prints Swift arrays."""

import torch

START = [0.5, -1.25, 2.0, -0.03125, 3.5]


def gradient(step):
    return torch.tensor([((7 * i + 5 * step) % 11 - 5) / 8 for i in range(len(START))])


def run(make):
    parameter = torch.nn.Parameter(torch.tensor(START))
    optimizer = make([parameter])
    for step in range(10):
        parameter.grad = gradient(step)
        optimizer.step()
    return [float(x) for x in parameter.detach()]


SGD, ADAM, ADAMW = torch.optim.SGD, torch.optim.Adam, torch.optim.AdamW
CASES = {
    "sgd": lambda p: SGD(p, lr=0.1, foreach=False),
    "sgd momentum": lambda p: SGD(p, lr=0.1, momentum=0.9, foreach=False),
    "sgd dampening": lambda p: SGD(
        p, lr=0.1, momentum=0.9, dampening=0.5, weight_decay=0.01, foreach=False),
    "sgd nesterov": lambda p: SGD(
        p, lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.01, foreach=False),
    "adam": lambda p: ADAM(p, lr=0.01, foreach=False),
    "adam decay": lambda p: ADAM(
        p, lr=0.01, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.1, foreach=False),
    "adamw": lambda p: ADAMW(p, lr=0.01, weight_decay=0.1, foreach=False),
}

for name, make in CASES.items():
    print(name, run(make))
