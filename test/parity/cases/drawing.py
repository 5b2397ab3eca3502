"""What the generators of cases/ draw configurations with, and the registers they enter themselves in.

A generator gets a `Draw` and returns the arguments of one call in Convolt's calling convention: positional arguments,
the last an options dictionary in camelCase where there is one. Tensors are described, not made: both sides draw them
from the same seeded stream.
"""

import dataclasses
import random

#: Generators by the name of the function (or Tensor method) or of the layer that they draw for.
functions = {}
layers = {}

#: What PyTorch calls, for functions that are not found by their name in snake case.
counterparts = {}

#: Functions whose draws are not spoilt.
intact = set()

#: JavaScript's undefined: an argument that is left out before others that are given.
UNDEFINED = {"undefined": True}

FLOATS = ["float32", "float64"]
HALVES = ["float16", "bfloat16"]
INTEGERS = ["int64", "int32", "int16", "int8", "uint8"]
NUMBERS = FLOATS + INTEGERS

#: Where functions of one number change, and where they leave the range of float32.
SPECIAL_VALUES = ["nan", "inf", "-inf", 0.0, -0.0, 1e-30, -1e-7, 0.5, -0.5, 1.0, -1.0, 2.5, 3.0, -3.0, 6.0, 20.5, 88.0,
                  -88.0, 100.0, -104.0, 1e4, -1e30]


@dataclasses.dataclass(frozen=True)
class TensorSpec:
    """A tensor that both sides make alike.

    `fill` is "normal", "uniform" and "integers" (from `low` to `high`, the latter excluded), "eighths" (integers divided
    by 8, whose sums are exact), "permutation" (of the numbers below its size) or "values" (the list of `values`).
    With `order` the tensor is a permuted view, with `step` one of every `step`th element of the last dimension.
    """

    shape: tuple
    dtype: str = "float32"
    fill: str = "normal"
    low: float = 0
    high: float = 1
    values: tuple = ()
    order: tuple = ()
    step: int = 1


@dataclasses.dataclass(frozen=True)
class Layer:
    """A layer's construction and call. `fill` draws its parameters and statistics anew, from 0.5 to 1.5."""

    new: list
    call: list
    train: bool = False
    fill: bool = False


def function(name, torch=None, spoil=True):
    """Enters a generator for a function.

    `torch` is PyTorch's counterpart where it has another name. With `spoil=False` only valid configurations are drawn, for
    functions where PyTorch gives no sensible answer to others.
    """

    def enter(generator):
        functions[name] = generator
        if not spoil:
            intact.add(name)
        if torch is not None:
            counterparts[name] = torch
        return generator

    return enter


def layer(name, spoil=True):
    """Enters a generator for a layer, as `function` does."""

    def enter(generator):
        layers[name] = generator
        if not spoil:
            intact.add(name)
        return generator

    return enter


class Draw:
    """A stream of choices from a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def integer(self, low, high):
        """From `low` to `high`, both included."""
        return self.random.randint(low, high)

    def number(self, low, high):
        """A multiple of 1/8."""
        return self.random.randint(round(low * 8), round(high * 8)) / 8

    def chance(self, probability=0.5):
        return self.random.random() < probability

    def choice(self, items):
        return self.random.choice(items)

    def sample(self, items, count):
        return self.random.sample(items, count)

    def sizes(self, count, low=1, high=5):
        return [self.integer(low, high) for _ in range(count)]

    def shape(self, least=0, most=4, low=1, high=5):
        """A shape of `least` to `most` dimensions."""
        return self.sizes(self.integer(least, most), low, high)

    def dim(self, rank):
        """A dimension, counted from either end."""
        return self.integer(-rank, rank - 1) if rank > 0 else self.integer(-1, 0)

    def dims(self, rank):
        """A list of at least one dimension, none twice."""
        chosen = self.sample(range(rank), self.integer(1, rank))
        return [dim - rank if self.chance(0.3) else dim for dim in chosen]

    def spread(self, dims, low, high):
        """A setting for each of `dims` dimensions: one number for all or a list."""
        return self.integer(low, high) if self.chance() else self.sizes(dims, low, high)

    def options(self, **candidates):
        """Some of the options; each candidate is a function that draws the value."""
        return {name: draw() for name, draw in candidates.items() if self.chance()}

    def batch(self, *shape):
        """A batch of 1 to 3 samples of that shape, or one sample without a batch."""
        return list(shape) if self.chance(0.25) else [self.integer(1, 3), *shape]

    def tensor(self, shape, dtype="float32", fill=None, low=None, high=None):
        """A tensor of any layout."""
        shape = tuple(shape)
        fill = fill or ("normal" if dtype in FLOATS + HALVES else "integers")
        limits = {"normal": (0, 1), "uniform": (0, 1), "eighths": (-32, 33), "integers": integer_limits(dtype)}[fill]
        low = limits[0] if low is None else low
        high = limits[1] if high is None else high
        order, step = (), 1
        if len(shape) > 1 and self.chance(0.2):
            order = tuple(self.sample(range(len(shape)), len(shape)))
        elif len(shape) > 0 and self.chance(0.1):
            step = 2
        return TensorSpec(shape, dtype, fill, low, high, order=order, step=step)

    def special(self, dtype="float32"):
        """A vector of the special values and some random ones."""
        values = SPECIAL_VALUES + [self.number(-8, 8) for _ in range(10)]
        return TensorSpec((len(values),), dtype, "values", values=tuple(values))


def integer_limits(dtype):
    return {"bool": (0, 2), "uint8": (0, 10)}.get(dtype, (-9, 10))
