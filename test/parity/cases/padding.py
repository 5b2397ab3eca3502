"""Padding, and rearranging pixels and channels."""

from .drawing import Layer, function, layer


def padded(draw, dims, mode):
    """An input, and padding that it can take."""
    image = draw.sizes(dims, 2, 6)
    most = {"reflect": lambda size: size - 1, "circular": lambda size: size}.get(mode, lambda size: 4)
    padding = [draw.integer(-1 if draw.chance(0.1) else 0, most(size))
               for size in reversed(image) for _ in range(2)]
    return draw.tensor(draw.batch(draw.integer(1, 3), *image)), padding


@function("pad")
def pad(draw):
    mode = draw.choice(["constant", "constant", "reflect", "replicate", "circular"])
    x, padding = padded(draw, draw.integer(1, 3), mode)
    if mode == "constant":
        return [x, padding, draw.options(value=lambda: draw.number(-2, 2))]
    return [x, padding, {"mode": mode}]


for name, mode in {"Constant": "constant", "Reflection": "reflect", "Replication": "replicate", "Zero": "constant"}.items():
    for dims in [2] if name == "Zero" else [1, 2, 3]:

        @layer(f"{name}Pad{dims}d")
        def pad_layer(draw, name=name, dims=dims, mode=mode):
            x, padding = padded(draw, dims, mode)
            new = [draw.integer(0, 1) if draw.chance(0.2) else padding]
            return Layer([*new, draw.number(-2, 2)] if name == "Constant" else new, [x])


def pixel_shuffle(draw):
    factor = draw.integer(1, 3)
    return factor, [*draw.shape(0, 2, high=3), draw.integer(1, 3) * factor**2, *draw.sizes(2, 1, 4)]


def pixel_unshuffle(draw):
    factor = draw.integer(1, 3)
    return factor, [*draw.shape(0, 2, high=3), draw.integer(1, 3), factor * draw.integer(1, 3), factor * draw.integer(1, 3)]


def channel_shuffle(draw):
    groups = draw.integer(1, 4)
    return groups, [draw.integer(1, 3), groups * draw.integer(1, 3), *draw.sizes(2, 1, 4)]


for name, generate in {"pixelShuffle": pixel_shuffle, "pixelUnshuffle": pixel_unshuffle, "channelShuffle": channel_shuffle}.items():

    @function(name)
    def shuffle(draw, generate=generate):
        setting, shape = generate(draw)
        return [draw.tensor(shape), setting]

    @layer(name[0].upper() + name[1:])
    def shuffle_layer(draw, generate=generate):
        setting, shape = generate(draw)
        return Layer([setting], [draw.tensor(shape)])
