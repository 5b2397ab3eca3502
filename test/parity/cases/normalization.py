"""Normalization by statistics."""

from .drawing import Layer, function, layer


def affine(draw, channels):
    return draw.options(weight=lambda: draw.tensor([channels]), bias=lambda: draw.tensor([channels]))


@function("batchNorm")
def batch_norm(draw):
    channels = draw.integer(1, 6)
    shape = [draw.integer(2, 3), channels, *draw.sizes(draw.integer(0, 3), 1, 4)]
    mean, var = draw.tensor([channels]), draw.tensor([channels], fill="uniform", low=0.5, high=1.5)
    return [draw.tensor(shape), mean, var, affine(draw, channels) | draw.options(eps=lambda: draw.choice([1e-3, 0.5]))]


@layer("BatchNorm2d")
def batch_norm_layer(draw):
    channels = draw.integer(1, 6)
    shape = [draw.integer(2, 3), channels, *draw.sizes(2, 1, 4)]
    options = draw.options(eps=lambda: draw.choice([1e-3, 0.5]), affine=draw.chance)
    return Layer([channels, options], [draw.tensor(shape)], fill=True)
