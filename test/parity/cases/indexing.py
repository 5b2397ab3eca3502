"""Elements by indices, and tensors of a pattern."""

import torch
import torchvision

from .drawing import FLOATS, HALVES, INTEGERS, TensorSpec, function

DTYPES = FLOATS + HALVES + INTEGERS + ["bool"]


def some(draw, least=1, most=4):
    """A tensor of any dtype, and one of its dimensions."""
    shape = draw.shape(least, most)
    return draw.tensor(shape, draw.choice(DTYPES)), draw.dim(len(shape))


def indices(draw, shape, size, low=0):
    return draw.tensor(shape, "int64", low=low, high=size)


def part(draw, shape, dim, length):
    """A shape within another, but of `length` along a dimension."""
    sizes = [draw.integer(1, size) for size in shape]
    sizes[dim] = length
    return sizes


@function("indexSelect")
def index_select(draw):
    x, dim = some(draw)
    return [x, dim, indices(draw, [draw.integer(1, 5)], x.shape[dim])]


@function("gather")
def gather(draw):
    x, dim = some(draw)
    return [x, dim, indices(draw, part(draw, x.shape, dim, draw.integer(1, 5)), x.shape[dim])]


@function("takeAlongDim")
def take_along_dim(draw):
    x, dim = some(draw)
    if draw.chance(0.2):
        return [x, indices(draw, [draw.integer(1, 6)], torch.Size(x.shape).numel())]
    shape = [1 if draw.chance(0.2) else size for size in x.shape]
    shape[dim] = draw.integer(1, 5)
    return [x, indices(draw, shape, x.shape[dim]), dim]


@function("take")
def take(draw):
    x, _ = some(draw)
    count = torch.Size(x.shape).numel()
    return [x, indices(draw, draw.shape(0, 3), count, -count)]


# One index along the dimension, as the order of writes to the same place is not told.
for name in ["scatter", "scatter_"]:

    @function(name)
    def scatter(draw):
        x, dim = some(draw)
        index = indices(draw, part(draw, x.shape, dim, 1), x.shape[dim])
        source = draw.integer(0, 1) if x.dtype != "uint8" and draw.chance(0.3) else draw.tensor(x.shape, x.dtype)
        return [x, dim, index, source]


def by_indices(x, *entries):
    return x[tuple(slice(None) if entry is None else entry for entry in entries)]


# PyTorch takes a mask without dimensions as a new dimension.
@function("index", torch=by_indices, spoil=False)
def index(draw):
    x, _ = some(draw)
    together = draw.shape(0, 2, 1, 3)
    entries = []
    for size in x.shape[: draw.integer(1, len(x.shape))]:
        kind = draw.integer(0, 3)
        if kind == 0:
            entries.append(None)
        elif kind == 1 and not entries:
            entries.append(draw.integer(-size, size - 1))
        elif kind == 2 and len(x.shape) == 1:
            entries.append(draw.tensor([size], "bool"))
        else:
            entries.append(indices(draw, together, size, -size))
    return [x, *entries]


@function("maskedSelect")
def masked_select(draw):
    x, _ = some(draw)
    return [x, draw.tensor(x.shape[draw.integer(0, len(x.shape) - 1):], "bool")]


@function("nonzero")
def nonzero(draw):
    shape = draw.shape(0, 4)
    return [draw.tensor(shape, draw.choice(["bool", "int64", "float32"]), "integers", 0, 2)]


@function("oneHot")
def one_hot(draw):
    x = indices(draw, draw.shape(0, 3), 6)
    return [x, draw.integer(6, 8)] if draw.chance() else [x]


for name in ["tril", "triu"]:

    @function(name)
    def triangle(draw):
        x, _ = some(draw, 2)
        return [x, draw.integer(-4, 4)] if draw.chance(0.7) else [x]


@function("arange")
def arange(draw):
    options = {"dtype": draw.choice(["float32", "float64", "int64", "int32"])}
    start = draw.integer(-5, 5)
    return [start, start + draw.integer(0, 20), draw.integer(1, 4), options]


@function("linspace")
def linspace(draw):
    return [draw.number(-5, 5), draw.number(-5, 5), draw.integer(0, 30)]


@function("eye")
def eye(draw):
    return draw.sizes(draw.integer(1, 2), 0, 6)


@function("full")
def full(draw):
    return [draw.shape(0, 4), draw.integer(0, 5), {"dtype": draw.choice(["float32", "int64", "bfloat16"])}]


@function("sort")
def sort(draw):
    x, dim = some(draw)
    return [x] if draw.chance(0.2) else [x, dim, draw.options(descending=draw.chance)]


@function("argsort")
def argsort(draw):
    x, dim = some(draw)
    return [x] if draw.chance(0.2) else [x, dim, draw.options(descending=draw.chance)]


# Of equal elements PyTorch takes any.
@function("topk")
def topk(draw):
    shape = draw.shape(1, 3, 1, 8)
    dim = draw.dim(len(shape))
    return [draw.tensor(shape, draw.choice(FLOATS)), draw.integer(1, shape[dim]), dim, draw.options(largest=draw.chance)]


@function("nms", torch=torchvision.ops.nms, spoil=False)
def nms(draw):
    count = draw.integer(1, 6)
    corners = [(draw.number(0, 2), draw.number(0, 2)) for _ in range(count)]
    boxes = [number for x, y in corners for number in (x, y, x + draw.number(0.125, 2), y + draw.number(0.125, 2))]
    scores = TensorSpec((count,), fill="permutation")
    return [TensorSpec((count, 4), fill="values", values=tuple(boxes)), scores, draw.number(0, 1)]
