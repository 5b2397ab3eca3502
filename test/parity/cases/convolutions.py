"""Convolutions."""

from .drawing import Layer, function, layer


def setting(draw, dims):
    """Channels, kernel and options that fit each other, and an image that the kernel fits."""
    groups = draw.choice([1, 1, 2, 3])
    channels, filters = groups * draw.integer(1, 4), groups * draw.integer(1, 4)
    kernel = draw.sizes(dims, 1, 3 if dims > 1 else 5)
    dilation = draw.sizes(dims, 1, 2)
    stride = draw.sizes(dims, 1, 3)
    spans = [d * (k - 1) + 1 for d, k in zip(dilation, kernel)]
    image = [span + draw.integer(0, 6 if dims < 3 else 3) for span in spans]
    return groups, channels, filters, kernel, dilation, stride, spans, image


def conv_options(draw, dims, dilation, stride, groups, spans):
    options = {"dilation": dilation, "groups": groups}
    padding = draw.integer(0, 5)
    if padding == 0:
        options["padding"] = "same"
    elif padding == 1:
        options |= {"padding": "valid", "stride": stride}
    else:
        options |= {"padding": [draw.integer(0, span // 2) for span in spans], "stride": stride}
    return options


def convolution(dims):
    def generate(draw):
        groups, channels, filters, kernel, dilation, stride, spans, image = setting(draw, dims)
        x = draw.tensor(draw.batch(channels, *image))
        weight = draw.tensor([filters, channels // groups, *kernel])
        bias = draw.tensor([filters]) if draw.chance() else None
        return [x, weight, bias, conv_options(draw, dims, dilation, stride, groups, spans)]

    return generate


def convolution_layer(dims):
    def generate(draw):
        groups, channels, filters, kernel, dilation, stride, spans, image = setting(draw, dims)
        options = conv_options(draw, dims, dilation, stride, groups, spans)
        options |= draw.options(bias=draw.chance, paddingMode=lambda: draw.choice(["zeros", "reflect", "replicate", "circular"]))
        return Layer([channels, filters, kernel, options], [draw.tensor(draw.batch(channels, *image))])

    return generate


for dims in (1, 2, 3):
    function(f"conv{dims}d")(convolution(dims))
    layer(f"Conv{dims}d")(convolution_layer(dims))


def transposed_options(draw, dilation, stride, groups, spans):
    options = {"dilation": dilation, "groups": groups, "stride": stride}
    return options | draw.options(
        padding=lambda: [draw.integer(0, (span - 1) // 2) for span in spans],
        outputPadding=lambda: [draw.integer(0, max(s, d) - 1) for s, d in zip(stride, dilation)],
    )


def transposed_convolution(dims):
    def generate(draw):
        groups, channels, filters, kernel, dilation, stride, spans, _ = setting(draw, dims)
        x = draw.tensor(draw.batch(channels, *draw.sizes(dims, 1, 5 if dims < 3 else 3)))
        weight = draw.tensor([channels, filters // groups, *kernel])
        bias = draw.tensor([filters]) if draw.chance() else None
        return [x, weight, bias, transposed_options(draw, dilation, stride, groups, spans)]

    return generate


def transposed_convolution_layer(dims):
    def generate(draw):
        groups, channels, filters, kernel, dilation, stride, spans, _ = setting(draw, dims)
        image = draw.sizes(dims, 1, 5 if dims < 3 else 3)
        options = transposed_options(draw, dilation, stride, groups, spans) | draw.options(bias=draw.chance)
        call = [draw.tensor(draw.batch(channels, *image))]
        if draw.chance(0.3):
            padding = options.get("padding", [0] * dims)
            least = [(size - 1) * s - 2 * p + span for size, s, p, span in zip(image, stride, padding, spans)]
            call.append([size + draw.integer(0, s - 1) for size, s in zip(least, stride)])
        return Layer([channels, filters, kernel, options], call)

    return generate


for dims in (1, 2, 3):
    function(f"convTranspose{dims}d")(transposed_convolution(dims))
    layer(f"ConvTranspose{dims}d")(transposed_convolution_layer(dims))
