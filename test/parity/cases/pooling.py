"""Pooling."""

from .drawing import Layer, TensorSpec, function, layer


def window(draw, dims):
    """A kernel, options that fit it, and an input that it fits."""
    kernel = draw.sizes(dims, 1, 4)
    image = [size + draw.integer(0, 7 if dims < 3 else 3) for size in kernel]
    options = draw.options(
        stride=lambda: draw.spread(dims, 1, 3),
        padding=lambda: [draw.integer(0, size // 2) for size in kernel],
        ceilMode=draw.chance,
    )
    return kernel, options, draw.tensor(draw.batch(draw.integer(1, 4), *image))


def max_pool(draw, dims):
    kernel, options, x = window(draw, dims)
    return x, kernel, options | draw.options(dilation=lambda: draw.spread(dims, 1, 2), returnIndices=draw.chance)


def average_pool(draw, dims):
    kernel, options, x = window(draw, dims)
    options |= draw.options(countIncludePad=draw.chance)
    if dims > 1:
        options |= draw.options(divisorOverride=lambda: draw.integer(1, 5))
    return x, kernel, options


def power_pool(draw, dims):
    kernel, options, x = window(draw, dims)
    options.pop("padding", None)
    return x, draw.choice([1, 2, 3]), kernel if dims > 1 else kernel[0], options


def adaptive_size(draw, dims):
    image = draw.sizes(dims, 1, 9 if dims < 3 else 5)
    x = draw.tensor(draw.batch(draw.integer(1, 4), *image))
    size = lambda: None if dims > 1 and draw.chance(0.2) else draw.integer(1, 6)
    return x, draw.integer(1, 5) if draw.chance() else [size() for _ in range(dims)]


def adaptive_max_pool(draw, dims):
    return (*adaptive_size(draw, dims), draw.options(returnIndices=draw.chance))


KINDS = {
    "MaxPool": (max_pool, 3),
    "AvgPool": (average_pool, 3),
    "LPPool": (power_pool, 2),
    "AdaptiveAvgPool": (adaptive_size, 3),
    "AdaptiveMaxPool": (adaptive_max_pool, 3),
}

for kind, (pool, most_dims) in KINDS.items():
    for dims in range(1, most_dims + 1):
        name = kind.replace("LP", "lp") if kind == "LPPool" else kind[0].lower() + kind[1:]

        @function(f"{name}{dims}d")
        def pool_function(draw, pool=pool, dims=dims):
            return list(pool(draw, dims))

        @layer(f"{kind}{dims}d")
        def pool_layer(draw, pool=pool, dims=dims):
            x, *arguments = pool(draw, dims)
            return Layer(arguments, [x])


def unpool(draw, dims):
    """One plane, and places for its elements, none twice."""
    image = draw.sizes(dims, 1, 4 if dims < 3 else 2)
    kernel = draw.sizes(dims, 1, 3)
    shape = [1] * draw.integer(1, 2) + image
    indices = TensorSpec(tuple(shape), "int64", "permutation")
    return draw.tensor(shape), indices, kernel, draw.options(stride=lambda: draw.spread(dims, 1, 3))


# PyTorch takes any kernel and stride beside indices that fit.
for dims in (1, 2, 3):

    @function(f"maxUnpool{dims}d", spoil=False)
    def unpool_function(draw, dims=dims):
        return list(unpool(draw, dims))

    @layer(f"MaxUnpool{dims}d", spoil=False)
    def unpool_layer(draw, dims=dims):
        x, indices, *arguments = unpool(draw, dims)
        return Layer(arguments, [x, indices])
