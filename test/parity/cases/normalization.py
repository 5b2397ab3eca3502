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


def batch_norm_layer(dims):
    def generate(draw):
        channels = draw.integer(1, 6)
        rank = draw.integer(0, 1) if dims == 1 else dims
        shape = [draw.integer(2, 3), channels, *draw.sizes(rank, 1, 4)]
        options = draw.options(
            eps=lambda: draw.choice([1e-3, 0.5]),
            affine=draw.chance,
            momentum=lambda: draw.choice([0.5, None]),
            trackRunningStats=draw.chance,
        )
        return Layer([channels, options], [draw.tensor(shape)], train=draw.chance(), fill=True)

    return generate


def instance_norm_layer(dims):
    def generate(draw):
        channels = draw.integer(1, 6)
        options = draw.options(affine=draw.chance, momentum=lambda: 0.5, trackRunningStats=draw.chance)
        x = draw.tensor(draw.batch(channels, *draw.sizes(dims, 2, 4)))
        return Layer([channels, options], [x], train=draw.chance(), fill=True)

    return generate


for dims in (1, 2, 3):
    layer(f"BatchNorm{dims}d")(batch_norm_layer(dims))
    # Without statistics and parameters, PyTorch takes any number of features, even -1.
    layer(f"InstanceNorm{dims}d", spoil=False)(instance_norm_layer(dims))


@function("instanceNorm")
def instance_norm(draw):
    channels = draw.integer(1, 6)
    shape = [draw.integer(1, 3), channels, *draw.sizes(draw.integer(1, 3), 2, 4)]
    return [draw.tensor(shape), affine(draw, channels) | draw.options(eps=lambda: draw.choice([1e-3, 0.5]))]


def groups_of(draw):
    """A number of groups, and a tensor whose channels they divide: at least two elements each, as one has no variance."""
    groups, size = draw.integer(1, 3), draw.integer(1, 3)
    rank = draw.integer(0 if size > 1 else 1, 3)
    return groups, groups * size, [draw.integer(1, 3), groups * size, *draw.sizes(rank, 2, 4)]


@function("groupNorm")
def group_norm(draw):
    groups, channels, shape = groups_of(draw)
    return [draw.tensor(shape), groups, affine(draw, channels) | draw.options(eps=lambda: draw.choice([1e-3, 0.5]))]


@layer("GroupNorm")
def group_norm_layer(draw):
    groups, channels, shape = groups_of(draw)
    options = draw.options(affine=draw.chance, eps=lambda: 1e-3)
    return Layer([groups, channels, options], [draw.tensor(shape)], fill=True)


@function("layerNorm")
def layer_norm(draw):
    normalized = draw.sizes(draw.integer(1, 3), 2, 5)
    options = draw.options(
        weight=lambda: draw.tensor(normalized), bias=lambda: draw.tensor(normalized), eps=lambda: draw.choice([1e-3, 0.5]))
    return [draw.tensor([*draw.shape(0, 3), *normalized]), normalized, options]


@layer("LayerNorm")
def layer_norm_layer(draw):
    normalized = draw.sizes(draw.integer(1, 3), 2, 5)
    options = draw.options(elementwiseAffine=draw.chance, eps=lambda: 1e-3)
    return Layer([normalized, options], [draw.tensor([*draw.shape(0, 3), *normalized])], fill=True)


def response_options(draw):
    return draw.options(alpha=lambda: 0.5, beta=lambda: draw.choice([0.5, 1.0]), k=lambda: draw.number(1, 3))


@function("localResponseNorm")
def local_response_norm(draw):
    return [draw.tensor([*draw.sizes(2, 1, 6), *draw.sizes(draw.integer(1, 2))]), draw.integer(1, 5), response_options(draw)]


@layer("LocalResponseNorm")
def local_response_norm_layer(draw):
    x = draw.tensor([*draw.sizes(2, 1, 6), *draw.sizes(draw.integer(1, 2))])
    return Layer([draw.integer(1, 5), response_options(draw)], [x])
