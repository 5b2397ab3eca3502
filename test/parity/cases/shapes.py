"""Views, copies, and putting tensors together."""

import torch

from .drawing import FLOATS, HALVES, INTEGERS, Layer, TensorSpec, UNDEFINED, function, layer

DTYPES = FLOATS + HALVES + INTEGERS + ["bool"]


def some(draw, least=0, most=4):
    shape = draw.shape(least, most)
    return draw.tensor(shape, draw.choice(DTYPES)), len(shape)


def factors(draw, count):
    """Sizes whose product is `count`."""
    sizes = []
    while count > 1 and len(sizes) < 4:
        factor = draw.choice([f for f in range(1, count + 1) if count % f == 0])
        sizes.append(factor)
        count //= factor
    return sizes if count == 1 else [*sizes, count]


for name in ["view", "reshape"]:

    @function(name)
    def reshape(draw):
        x, _ = some(draw)
        sizes = factors(draw, torch.Size(x.shape).numel())
        if sizes and draw.chance(0.3):
            sizes[draw.integer(0, len(sizes) - 1)] = -1
        return [x, sizes]


@function("flatten")
def flatten(draw):
    x, rank = some(draw)
    if rank == 0 or draw.chance(0.3):
        return [x]
    start = draw.integer(0, rank - 1)
    return [x, start, draw.integer(start, rank - 1) - (rank if draw.chance() else 0)]


@layer("Flatten")
def flatten_layer(draw):
    x, rank = some(draw, 2)
    return Layer(draw.choice([[], [1], [0], [0, 1], [1, rank - 1], [-2, -1]]), [x])


@function("permute")
def permute(draw):
    x, rank = some(draw)
    order = draw.sample(range(rank), rank)
    return [x, [dim - rank if draw.chance(0.3) else dim for dim in order]]


@function("transpose")
def transpose(draw):
    x, rank = some(draw)
    return [x, draw.dim(rank), draw.dim(rank)]


@function("t")
def t(draw):
    return [some(draw, 0, 2)[0]]


@function("movedim")
def movedim(draw):
    x, rank = some(draw, 1)
    if draw.chance():
        return [x, draw.dim(rank), draw.dim(rank)]
    count = draw.integer(1, rank)
    return [x, draw.sample(range(rank), count), draw.sample(range(rank), count)]


@function("squeeze")
def squeeze(draw):
    shape = [1 if draw.chance() else size for size in draw.shape(0, 4)]
    x = draw.tensor(shape, draw.choice(DTYPES))
    return [x] if draw.chance() else [x, draw.dim(len(shape))]


@function("unsqueeze")
def unsqueeze(draw):
    x, rank = some(draw)
    return [x, draw.dim(rank + 1)]


@function("expand")
def expand(draw):
    shape = [1 if draw.chance() else size for size in draw.shape(0, 3)]
    target = [draw.integer(1, 4) if size == 1 else draw.choice([size, -1]) for size in shape]
    return [draw.tensor(shape, draw.choice(DTYPES)), [*draw.shape(0, 2), *target]]


@function("slice", torch=lambda x, dim, start=0, end=None, step=1: x.movedim(dim, 0)[start:end:step].movedim(0, dim))
def slice_dim(draw):
    x, rank = some(draw, 1)
    end = UNDEFINED if draw.chance(0.3) else draw.integer(-6, 6)
    return [x, draw.dim(rank), draw.integer(-6, 6), end, draw.integer(1, 3)]


@function("narrow")
def narrow(draw):
    x, rank = some(draw, 1)
    dim = draw.dim(rank)
    start = draw.integer(0, x.shape[dim] - 1)
    return [x, dim, start - (x.shape[dim] if draw.chance(0.3) else 0), draw.integer(0, x.shape[dim] - start)]


@function("select")
def select(draw):
    x, rank = some(draw, 1)
    dim = draw.dim(rank)
    return [x, dim, draw.integer(-x.shape[dim], x.shape[dim] - 1)]


@function("split")
def split(draw):
    x, rank = some(draw, 1)
    dim = draw.dim(rank)
    if draw.chance():
        return [x, draw.integer(1, 4), dim]
    first = draw.integer(0, x.shape[dim])
    return [x, [first, x.shape[dim] - first], dim]


@function("chunk")
def chunk(draw):
    x, rank = some(draw, 1)
    return [x, draw.integer(1, 4), draw.dim(rank)]


@function("unbind")
def unbind(draw):
    x, rank = some(draw, 1)
    return [x, draw.dim(rank)]


@function("flip")
def flip(draw):
    x, rank = some(draw, 1)
    return [x, draw.dims(rank)]


@function("roll")
def roll(draw):
    x, rank = some(draw, 1)
    if draw.chance(0.3):
        return [x, draw.integer(-7, 7)]
    dims = draw.dims(rank)
    return [x, [draw.integer(-7, 7) for _ in dims], dims]


@function("repeat")
def repeat(draw):
    x, rank = some(draw, 0, 3)
    return [x, draw.sizes(rank + draw.integer(0, 1), 0 if draw.chance(0.1) else 1, 3)]


@function("tile")
def tile(draw):
    x, rank = some(draw, 0, 3)
    return [x, draw.sizes(draw.integer(0, rank + 1), 1, 3)]


@function("cat")
def cat(draw):
    shape = draw.shape(1, 4)
    dim = draw.dim(len(shape))
    dtype = draw.choice(DTYPES)
    parts = []
    for _ in range(draw.integer(1, 4)):
        sizes = list(shape)
        sizes[dim] = draw.integer(0, 4)
        parts.append(draw.tensor(sizes, dtype if draw.chance(0.8) else draw.choice(DTYPES)))
    return [parts, dim]


@function("stack")
def stack(draw):
    shape = draw.shape(0, 3)
    dtype = draw.choice(DTYPES)
    return [[draw.tensor(shape, dtype) for _ in range(draw.integer(1, 4))], draw.dim(len(shape) + 1)]


for name in ["contiguous", "clone", "detach"]:

    @function(name)
    def copy(draw):
        return [some(draw)[0]]


@function("to")
def to(draw):
    return [some(draw)[0], draw.choice(DTYPES)]


@function("copy_")
def copy_into(draw):
    shape = draw.shape(0, 3)
    source = [1 if draw.chance(0.2) else size for size in shape[draw.integer(0, len(shape)):]]
    return [draw.tensor(shape, draw.choice(DTYPES)), draw.tensor(source, draw.choice(DTYPES))]


@function("fill_")
def fill(draw):
    return [some(draw)[0], draw.integer(0, 5)]


@function("zero_")
def zero(draw):
    return [some(draw)[0]]


@function("item")
def item(draw):
    return [draw.tensor([1] * draw.integer(0, 3), draw.choice(DTYPES))]


@function("toArray", torch=torch.Tensor.tolist)
def to_array(draw):
    return [some(draw, 0, 2)[0]]


@function("format", torch=str)
def text(draw):
    return [draw.tensor(draw.shape(0, 3), draw.choice(["float32", "int64"]))]
