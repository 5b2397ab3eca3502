"""Functions of each element, softmax, and their layers."""

from .drawing import FLOATS, HALVES, INTEGERS, Layer, function, functions, layer

#: Functions that take numbers of any kind, those whose results are floats, and those that take floats only.
NUMBER_FUNCTIONS = ["abs", "neg", "relu", "sign", "square"]
FLOAT_FUNCTIONS = ["cos", "exp", "exp2", "expm1", "log", "log10", "log1p", "log2", "reciprocal", "rsqrt", "sigmoid", "sin",
                   "sqrt", "tanh"]
ROUNDING_FUNCTIONS = ["ceil", "floor", "round", "trunc"]
TESTS = ["isfinite", "isinf", "isnan", "logicalNot"]
WITHOUT_IN_PLACE = ["square", *TESTS]


def any_input(draw, dtypes):
    dtype = draw.choice(dtypes)
    if dtype in FLOATS and draw.chance(0.4):
        return draw.special(dtype)
    return draw.tensor(draw.shape(), dtype)


def elementwise(name, dtypes):
    """Enters a function and the form that writes over its input."""
    function(name)(lambda draw: [any_input(draw, dtypes)])
    if name not in WITHOUT_IN_PLACE:
        function(f"{name}_")(lambda draw: [any_input(draw, dtypes)])


for name in NUMBER_FUNCTIONS:
    elementwise(name, FLOATS * 3 + HALVES + INTEGERS)
for name in FLOAT_FUNCTIONS + TESTS:
    elementwise(name, FLOATS * 3 + HALVES + INTEGERS + ["bool"])
for name in ROUNDING_FUNCTIONS:
    elementwise(name, FLOATS * 3 + HALVES + INTEGERS)


def float_input(draw):
    return draw.special() if draw.chance(0.4) else draw.tensor(draw.shape())


def in_place_or_not(draw):
    return draw.options(inplace=draw.chance)


def positive(draw):
    return draw.number(0.125, 3)


#: The options of each activation, and the name of its layer where that is not the function's with a capital.
ACTIVATIONS = {
    "celu": ("CELU", lambda draw: draw.options(alpha=lambda: positive(draw), inplace=draw.chance)),
    "elu": ("ELU", lambda draw: draw.options(alpha=lambda: positive(draw), inplace=draw.chance)),
    "gelu": ("GELU", lambda draw: draw.options(approximate=lambda: draw.choice(["none", "tanh"]))),
    "hardshrink": ("Hardshrink", lambda draw: draw.options(lambd=lambda: positive(draw))),
    "hardsigmoid": ("Hardsigmoid", in_place_or_not),
    "hardswish": ("Hardswish", in_place_or_not),
    "hardtanh": ("Hardtanh", lambda draw: draw.options(
        minVal=lambda: -positive(draw), maxVal=lambda: positive(draw), inplace=draw.chance)),
    "leakyRelu": ("LeakyReLU", lambda draw: draw.options(negativeSlope=lambda: positive(draw), inplace=draw.chance)),
    "logsigmoid": ("LogSigmoid", lambda draw: {}),
    "mish": ("Mish", in_place_or_not),
    "relu": ("ReLU", in_place_or_not),
    "relu6": ("ReLU6", in_place_or_not),
    "selu": ("SELU", in_place_or_not),
    "sigmoid": ("Sigmoid", lambda draw: {}),
    "silu": ("SiLU", in_place_or_not),
    "softplus": ("Softplus", lambda draw: draw.options(beta=lambda: positive(draw), threshold=lambda: draw.integer(1, 30))),
    "softshrink": ("Softshrink", lambda draw: draw.options(lambd=lambda: positive(draw))),
    "softsign": ("Softsign", lambda draw: {}),
    "tanh": ("Tanh", lambda draw: {}),
    "tanhshrink": ("Tanhshrink", lambda draw: {}),
}


def with_options(arguments, options):
    return [*arguments, options] if options else arguments


for name, (layer_name, options) in ACTIVATIONS.items():
    if name not in functions:

        @function(name)
        def activation(draw, options=options):
            return with_options([float_input(draw)], options(draw))

    @layer(layer_name)
    def activation_layer(draw, options=options):
        return Layer(with_options([], options(draw)), [float_input(draw)])


def threshold_setting(draw):
    return with_options([draw.number(-2, 2), draw.number(-2, 2)], in_place_or_not(draw))


@function("threshold")
def threshold(draw):
    return [float_input(draw), *threshold_setting(draw)]


@layer("Threshold")
def threshold_layer(draw):
    return Layer(threshold_setting(draw), [float_input(draw)])


def slopes(draw):
    """An input, and as many slopes as it has channels, or one."""
    shape = draw.shape(1, 4)
    return draw.tensor(shape), shape[1] if len(shape) > 1 and draw.chance() else 1


@function("prelu")
def prelu(draw):
    x, count = slopes(draw)
    return [x, draw.tensor([count])]


@layer("PReLU")
def prelu_layer(draw):
    x, count = slopes(draw)
    return Layer([count, draw.options(init=lambda: draw.number(0, 1))], [x])


def halves(draw):
    """An input, and a dimension of even size."""
    shape = draw.shape(1, 4)
    dim = draw.dim(len(shape))
    shape[dim] *= 2
    return draw.tensor(shape), dim


@function("glu")
def glu(draw):
    x, dim = halves(draw)
    return [x, {"dim": dim}]


@layer("GLU")
def glu_layer(draw):
    x, dim = halves(draw)
    return Layer([dim], [x])


@layer("Softmax2d")
def softmax_2d(draw):
    return Layer([], [draw.tensor(draw.batch(*draw.sizes(3)))])


def along_dim(draw):
    """An input and one of its dimensions."""
    shape = draw.shape(1, 4)
    return draw.tensor(shape), draw.dim(len(shape))


for name in ["softmax", "logSoftmax"]:

    @function(name)
    def soft(draw):
        return list(along_dim(draw))


for name in ["Softmax", "LogSoftmax"]:

    @layer(name)
    def soft_layer(draw):
        x, dim = along_dim(draw)
        return Layer([dim], [x])


@layer("Identity")
def identity(draw):
    return Layer([], [draw.tensor(draw.shape())])
