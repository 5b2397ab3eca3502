"""Images at other sizes."""

from .drawing import Layer, function, layer

#: The modes of each number of dimensions.
MODES = {
    1: ["nearest", "nearest-exact", "linear", "area"],
    2: ["nearest", "nearest-exact", "bilinear", "bicubic", "area"],
    3: ["nearest", "nearest-exact", "trilinear", "area"],
}


def image(draw, dims):
    return draw.tensor([draw.integer(1, 2), draw.integer(1, 3), *draw.sizes(dims, 1, 8 if dims < 3 else 4)])


def target(draw, dims):
    if draw.chance():
        return {"size": draw.spread(dims, 1, 9 if dims < 3 else 4)}
    factor = lambda: draw.choice([0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 2.3, 3.0]) if dims < 3 else draw.choice([0.5, 1.0, 1.3, 2.0])
    scale = {"scaleFactor": factor() if draw.chance() else [factor() for _ in range(dims)]}
    return scale | draw.options(recomputeScaleFactor=draw.chance)


def resizing(draw):
    dims = draw.integer(1, 3)
    mode = draw.choice(MODES[dims])
    options = target(draw, dims) | {"mode": mode}
    if mode.endswith(("linear", "cubic")) or draw.chance(0.05):
        options |= draw.options(alignCorners=draw.chance)
    return image(draw, dims), options, mode


@function("interpolate")
def interpolate(draw):
    x, options, mode = resizing(draw)
    if mode in ("bilinear", "bicubic") or draw.chance(0.05):
        options |= draw.options(antialias=draw.chance)
    return [x, options]


@layer("Upsample")
def upsample(draw):
    x, options, _ = resizing(draw)
    return Layer([options], [x])


for name in ["UpsamplingBilinear2d", "UpsamplingNearest2d"]:

    @layer(name)
    def upsampling(draw):
        options = target(draw, 2)
        options.pop("recomputeScaleFactor", None)
        return Layer([options], [image(draw, 2)])
