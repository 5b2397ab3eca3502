"""Functions of each element, softmax, and their layers."""

from .drawing import FLOATS, HALVES, INTEGERS, Layer, function, layer

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


@layer("ReLU")
def activation_layer(draw):
    options = draw.options(inplace=draw.chance)
    return Layer([options] if options else [], [float_input(draw)])


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


@layer("Dropout")
def dropout(draw):
    options = draw.options(inplace=draw.chance)
    return Layer([draw.number(0, 1), options], [draw.tensor(draw.shape())])


@layer("Identity")
def identity(draw):
    return Layer([], [draw.tensor(draw.shape())])
