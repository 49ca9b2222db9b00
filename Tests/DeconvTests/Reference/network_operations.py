"""Prints what PyTorch computes for the tests of activations, poolings, resizing, normalisation,
linear layers and losses, as Swift literals.

Usage: python network_operations.py. Needs torch; the committed values are of torch 2.13 on a CPU.
Inputs and upstream gradients are those of `ramp` and `slopes` in ActivationTests.swift.
"""

import torch
import torch.nn.functional as F


def steps(step, shape):
    """Distinct multiples of 1/16 in [-2, 2), for up to 64 elements and an odd step."""
    values = [(i * step % 64 - 32) / 16 for i in range(torch.Size(shape).numel())]
    return torch.tensor(values, dtype=torch.float32).reshape(shape)


def ramp(*shape):
    """An input."""
    return steps(37, shape)


def slopes(*shape):
    """An upstream gradient."""
    return steps(11, shape)


def literal(tensor):
    """The elements in row-major order, with as few digits as tell floats apart."""
    return "[" + ", ".join(shortest(value) for value in tensor.detach().flatten().tolist()) + "]"


def shortest(value):
    for digits in range(1, 10):
        text = f"{value:.{digits}g}"
        if float(torch.tensor(float(text))) == value:
            break
    return text


def show(name, function, *inputs):
    """The output of a function, and its gradients."""
    inputs = [x.clone().requires_grad_() for x in inputs]
    output = function(*inputs)
    output.backward(slopes(*output.shape) if output.dim() else torch.tensor(1.0))
    print(f"// {name}: {list(output.shape)}")
    print(f"gives: {literal(output)},")
    print(f"gradients: [{', '.join(literal(x.grad) for x in inputs)}]")


x = torch.tensor([-20.0, -3, -0.5, -1e-3, 0, 1e-3, 0.5, 3, 20])
for name, function in {
    "relu": torch.relu,
    "leakyReLU 0.01": F.leaky_relu,
    "elu 1": F.elu,
    "elu 0.5": lambda x: F.elu(x, 0.5),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softplus": F.softplus,
}.items():
    show(name, function, x)
show("softmax axis 1", lambda x: F.softmax(x, 1), ramp(2, 3, 2))
show("logSoftmax axis 1", lambda x: F.log_softmax(x, 1), ramp(2, 3, 2))

image = ramp(1, 2, 4, 5)
show("maxPool2d 3, stride 2, padding 1", lambda x: F.max_pool2d(x, 3, 2, 1), image)
print("// indices", F.max_pool2d(image, 3, 2, 1, return_indices=True)[1].flatten().tolist())
show("maxPool2d [2, 3], stride 1, padding [0, 1], dilation [2, 1]",
     lambda x: F.max_pool2d(x, (2, 3), 1, (0, 1), (2, 1)), image)
show("maxPool1d 3, stride 2, padding 1", lambda x: F.max_pool1d(x, 3, 2, 1), ramp(2, 7))
print("// indices", F.max_pool1d(ramp(2, 7), 3, 2, 1, return_indices=True)[1].flatten().tolist())
nan = float("nan")
special = torch.tensor([[1, 1, nan, 2], [1, 1, nan, 3], [-0.0, 0, -float("inf"), -float("inf")],
                        [0, -0.0, -float("inf"), -float("inf")]])[None]
values, indices = F.max_pool2d(special, 2, return_indices=True)
print("// ties and NaN", values.flatten().tolist(), indices.flatten().tolist())
show("avgPool2d 3, stride 2, padding 1", lambda x: F.avg_pool2d(x, 3, 2, 1), image)
show("avgPool2d the same, countIncludePad false",
     lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=False), image)
show("avgPool1d 2", lambda x: F.avg_pool1d(x, 2), ramp(2, 5))
values, indices = F.max_pool2d(ramp(1, 1, 5, 5), 2, return_indices=True)
show("maxUnpool2d 2", lambda x: F.max_unpool2d(x, torch.tensor([[[[0, 3], [9, 14]]]]), 2),
     ramp(1, 1, 2, 2))
print("// indices", indices.flatten().tolist())
show("maxUnpool2d 2 to [5, 5]", lambda x: F.max_unpool2d(x, indices, 2, output_size=(5, 5)), values)

show("nearest to [5, 7]", lambda x: F.interpolate(x, (5, 7)), ramp(1, 1, 3, 4))
show("nearest to [2, 3]", lambda x: F.interpolate(x, (2, 3)), ramp(1, 1, 3, 4))
for corners in [False, True]:
    show(f"bilinear scale 2, corners {corners}",
         lambda x: F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=corners),
         ramp(1, 1, 2, 3))
    show(f"bilinear to [2, 5], corners {corners}",
         lambda x: F.interpolate(x, (2, 5), mode="bilinear", align_corners=corners),
         ramp(1, 1, 3, 4))
    show(f"linear to 7, corners {corners}",
         lambda x: F.interpolate(x, 7, mode="linear", align_corners=corners), ramp(1, 2, 4))

w, b = torch.tensor([0.5, -2]), torch.tensor([1, 0.25])
x = ramp(3, 2, 1, 3)
show("batchNorm, training", lambda x, w, b: F.batch_norm(x, None, None, w, b, True), x, w, b)
mean, variance = torch.tensor([1.0, 2]), torch.tensor([4.0, 9])
F.batch_norm(x, mean, variance, w, b, True, 0.1)
print("// running", literal(mean), literal(variance))
print("// batch", literal(x.mean((0, 2, 3))), literal(x.var((0, 2, 3), unbiased=False)),
      literal(x.var((0, 2, 3), unbiased=True)))
mean, variance = torch.tensor([0.5, -0.25]), torch.tensor([4.0, 0.75])
show("batchNorm, evaluation",
     lambda x, w, b: F.batch_norm(x, mean, variance, w, b, False, eps=1e-3), x, w, b)

show("linear", F.linear, ramp(2, 2, 3), ramp(2, 3) + 0.5, torch.tensor([1, -1.0]))

a, b = ramp(2, 3), ramp(6).flip(0).reshape(2, 3)
p, t = (ramp(2, 3) + 3) / 6, torch.tensor([[0, 1, 0.25], [1, 0, 0.5]])
show("mseLoss", F.mse_loss, a, b)
show("l1Loss", F.l1_loss, a, b)
show("bceLoss", F.binary_cross_entropy, p, t)
show("bceWithLogits", F.binary_cross_entropy_with_logits, a * 8, t)
show("crossEntropy", lambda x: F.cross_entropy(x, torch.tensor([[[0, 2]], [[1, 1]]])),
     ramp(2, 3, 1, 2))
show("crossEntropy of one", lambda x: F.cross_entropy(x, torch.tensor(2)), ramp(4))
