"""Sliding blocks of an image as columns and back, and products of two inputs."""

from .drawing import Layer, function, layer


def blocks(draw):
    """A kernel, its options, and the size of an image that it fits."""
    kernel, dilation, stride = draw.sizes(2, 1, 3), draw.sizes(2, 1, 2), draw.sizes(2, 1, 3)
    padding = draw.sizes(2, 0, 2)
    image = [d * (k - 1) + 1 + draw.integer(0, 4) for d, k in zip(dilation, kernel)]
    return kernel, {"dilation": dilation, "padding": padding, "stride": stride}, image


def columns(draw, kernel, options, image):
    """What `fold` takes: the columns of an image of that size."""
    counts = [
        (size + 2 * p - d * (k - 1) - 1) // s + 1
        for size, p, d, k, s in zip(image, options["padding"], options["dilation"], kernel, options["stride"])
    ]
    return draw.tensor(draw.batch(draw.integer(1, 3) * kernel[0] * kernel[1], counts[0] * counts[1]))


@function("unfold")
def unfold(draw):
    kernel, options, image = blocks(draw)
    return [draw.tensor(draw.batch(draw.integer(1, 3), *image)), kernel, options]


@layer("Unfold")
def unfold_layer(draw):
    kernel, options, image = blocks(draw)
    return Layer([kernel, options], [draw.tensor(draw.batch(draw.integer(1, 3), *image))])


@function("fold")
def fold(draw):
    kernel, options, image = blocks(draw)
    return [columns(draw, kernel, options, image), image, kernel, options]


@layer("Fold")
def fold_layer(draw):
    kernel, options, image = blocks(draw)
    return Layer([image, kernel, options], [columns(draw, kernel, options, image)])


def pair(draw):
    """Two inputs of a bilinear map, and their numbers of features."""
    first, second = draw.sizes(2, 1, 5)
    batch = draw.shape(0, 2)
    return first, second, [draw.tensor([*batch, first]), draw.tensor([*batch, second])]


@function("bilinear")
def bilinear(draw):
    first, second, inputs = pair(draw)
    outputs = draw.integer(1, 4)
    return [*inputs, draw.tensor([outputs, first, second]), draw.tensor([outputs]) if draw.chance() else None]


@layer("Bilinear")
def bilinear_layer(draw):
    first, second, inputs = pair(draw)
    return Layer([first, second, draw.integer(1, 4), draw.options(bias=draw.chance)], inputs)


def divided(draw):
    """A tensor, one of its dimensions, and sizes that multiply to that one."""
    sizes = draw.sizes(draw.integer(1, 3), 1, 3)
    before, after = draw.shape(0, 2), draw.shape(0, 2)
    product = 1
    for size in sizes:
        product *= size
    if draw.chance(0.3):
        sizes[draw.integer(0, len(sizes) - 1)] = -1
    return draw.tensor([*before, product, *after]), len(before), sizes


@function("unflatten")
def unflatten(draw):
    return list(divided(draw))


@layer("Unflatten")
def unflatten_layer(draw):
    x, dim, sizes = divided(draw)
    return Layer([dim, sizes], [x])
