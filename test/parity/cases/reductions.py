"""Reductions over dimensions."""

import torch

from .drawing import FLOATS, HALVES, INTEGERS, UNDEFINED, function

DTYPES = FLOATS * 3 + HALVES + INTEGERS + ["bool"]


def over_dims(draw, dtypes=DTYPES):
    """An input whose sums are exact, dimensions, and options."""
    shape = draw.shape(0, 4)
    dtype = draw.choice(dtypes)
    x = draw.tensor(shape, dtype, "eighths" if dtype in FLOATS + HALVES else None)
    if not shape or draw.chance(0.3):
        return [x]
    dim = draw.dim(len(shape)) if draw.chance() else draw.dims(len(shape))
    return [x, dim, draw.options(keepdim=draw.chance)]


function("sum")(over_dims)


@function("mean")
def mean(draw):
    return over_dims(draw, FLOATS * 3 + HALVES)


for name in ["amax", "amin"]:
    function(name)(over_dims)


def over_dim(draw, dtypes=DTYPES):
    shape = draw.shape(1, 4)
    x = draw.tensor(shape, draw.choice(dtypes))
    return [x] if draw.chance(0.3) else [x, draw.dim(len(shape)), draw.options(keepdim=draw.chance)]


for name in ["all", "any", "argmax", "argmin", "max", "min"]:
    function(name)(over_dim)


@function("prod")
def prod(draw):
    return over_dim(draw, FLOATS * 3 + HALVES + INTEGERS)


for name in ["var", "std", "varMean", "stdMean"]:

    # PyTorch takes a correction below 0.
    @function(name, spoil=False)
    def moments(draw):
        x, *rest = over_dims(draw, FLOATS)
        if not rest:
            return [x, UNDEFINED, {"unbiased": draw.chance()}] if x.shape else [x]
        dim, options = rest
        which = draw.choice([{}, {"unbiased": draw.chance()}, {"correction": draw.integer(0, 2)}])
        return [x, dim, options | which]


def norm_arguments(draw):
    x, *rest = over_dims(draw, FLOATS)
    order = draw.choice([0, 0.5, 1, 2, 3, float("inf"), float("-inf")])
    return [x, order, *rest]


@function("norm")
def norm(draw):
    x, order, *rest = norm_arguments(draw)
    return [x, "fro" if draw.chance(0.2) else order, *rest]


@function("vectorNorm", torch=torch.linalg.vector_norm)
def vector_norm(draw):
    return norm_arguments(draw)


@function("logsumexp")
def logsumexp(draw):
    shape = draw.shape(1, 4)
    dim = draw.dim(len(shape)) if draw.chance() else draw.dims(len(shape))
    return [draw.tensor(shape, draw.choice(FLOATS)), dim, draw.options(keepdim=draw.chance)]


for name in ["cumsum", "cumprod"]:

    @function(name)
    def running(draw):
        shape = draw.shape(1, 4)
        return [draw.tensor(shape, draw.choice(FLOATS * 3 + HALVES + INTEGERS), None), draw.dim(len(shape))]
