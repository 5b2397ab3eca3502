"""Arithmetic and comparison of two operands, and products of matrices."""

import torch

from .drawing import FLOATS, HALVES, INTEGERS, NUMBERS, function, layer, Layer

DTYPES = FLOATS * 2 + NUMBERS + HALVES + ["bool"]


def broadcast_pair(draw, low=1):
    """Two shapes that broadcast to one."""
    shape = draw.shape(0, 4, low)
    first = [1 if draw.chance(0.2) else size for size in shape]
    second = [1 if draw.chance(0.2) else size for size in shape[draw.integer(0, len(shape)):]]
    return (first, second) if draw.chance() else (second, first)


def operands(draw, dtypes=DTYPES):
    """A tensor, and another or a number."""
    first, second = broadcast_pair(draw, low=0 if draw.chance(0.05) else 1)
    kind = draw.integer(0, 5)
    # PyTorch wraps a negative number beside uint8.
    numbers = kind < 2
    x = draw.tensor(first, draw.choice([dtype for dtype in dtypes if not (numbers and dtype == "uint8")]))
    if kind == 0:
        return [x, draw.number(-4, 4)]
    if kind == 1:
        return [x, draw.integer(-4, 4)]
    dtype = x.dtype if draw.chance(0.6) else draw.choice(dtypes)
    return [x, draw.tensor(second, dtype)]


def in_place(draw, generate):
    """The arguments of a generator, the first with the shape that both operands have together."""
    x, other, *rest = generate(draw)
    if hasattr(other, "shape"):
        shapes = [[1] * (4 - len(shape)) + list(shape) for shape in (x.shape, other.shape)]
        shape = [b if a == 1 else a for a, b in zip(*shapes)]
        x = draw.tensor(shape[4 - max(len(x.shape), len(other.shape)):], x.dtype)
    return [x, other, *rest]


def arithmetic(name, generate):
    """Enters a function and the form that writes over its first operand."""
    function(name)(generate)
    function(f"{name}_")(lambda draw: in_place(draw, generate))


def with_alpha(draw):
    arguments = operands(draw)
    return [*arguments, {"alpha": draw.integer(-3, 3)}] if draw.chance(0.4) else arguments


def quotient(draw):
    return operands(draw, FLOATS * 3 + HALVES + INTEGERS)


def division(draw):
    x, other = quotient(draw)
    return [x, other, draw.options(roundingMode=lambda: draw.choice(["trunc", "floor", None]))]


for name in ["eq", "ne", "lt", "le", "gt", "ge"]:
    function(name)(operands)
for name in ["add", "sub"]:
    arithmetic(name, with_alpha)
arithmetic("mul", operands)
arithmetic("div", division)
arithmetic("floorDivide", quotient)
arithmetic("remainder", quotient)
for name in ["logicalAnd", "logicalOr", "logicalXor"]:

    @function(name)
    def logical(draw):
        first, second = broadcast_pair(draw)
        return [draw.tensor(shape, draw.choice(DTYPES), "integers", 0, 2) for shape in (first, second)]


def to_tensor(other, x):
    """An operand as a tensor, which a number becomes without weight in the dtype of the result."""
    return other if isinstance(other, torch.Tensor) else torch.tensor(other).to(torch.result_type(x, other))


for name, run in {"maximum": torch.maximum, "minimum": torch.minimum}.items():

    @function(name, torch=lambda x, other, run=run: run(x, to_tensor(other, x)))
    def extreme(draw):
        return operands(draw)


def power(draw):
    first, second = broadcast_pair(draw)
    x = draw.tensor(first, "float32", "uniform", 0.125, 4)
    if draw.chance():
        return [x, draw.choice([-2, -1, -0.5, 0, 0.5, 1, 2, 3, 2.5])]
    return [x, draw.tensor(second)]


arithmetic("pow", power)


def limited(draw):
    """An input and a lower bound. PyTorch wraps a bound that uint8 does not hold."""
    dtypes = [dtype for dtype in FLOATS + HALVES + INTEGERS if dtype != "uint8"]
    return draw.tensor(draw.shape(), draw.choice(dtypes)), draw.integer(-3, 1)


for name in ["clamp", "clamp_"]:

    @function(name)
    def clamp(draw):
        x, low = limited(draw)
        return [x, draw.options(min=lambda: low, max=lambda: low + draw.integer(0, 4)) or {"min": low}]


for name in ["clampMin", "clampMax", "clampMin_", "clampMax_"]:

    @function(name)
    def clamp_one_side(draw):
        return list(limited(draw))


@function("where")
def where(draw):
    first, second = broadcast_pair(draw)
    dtype = draw.choice(DTYPES)
    return [draw.tensor(draw.choice([first, second]), "bool"), draw.tensor(first, dtype), draw.tensor(second, dtype)]


def masked_fill(draw):
    first, second = broadcast_pair(draw)
    return [draw.tensor(first, draw.choice(FLOATS + HALVES + INTEGERS)), draw.tensor(second, "bool"), draw.integer(0, 9)]


arithmetic("maskedFill", masked_fill)


@function("equal")
def equal(draw):
    shape = draw.shape(0, 2, high=2)
    return [draw.tensor(shape, "int64", low=0, high=2), draw.tensor(shape, "int64", low=0, high=2)]


# PyTorch broadcasts the second operand only.
@function("allClose", torch=torch.allclose, spoil=False)
def all_close(draw):
    shape = draw.shape(0, 2, high=2)
    tolerances = draw.options(atol=lambda: draw.number(0, 2), rtol=lambda: draw.number(0, 2), equalNan=draw.chance)
    return [draw.tensor(shape), draw.tensor(shape), tolerances]


@function("matmul")
def matmul(draw):
    rows, depth, columns = draw.sizes(3, 1, 9)
    if draw.chance(0.2):
        return [draw.tensor([depth]), draw.tensor([depth])]
    batch, other = broadcast_pair(draw)
    first = [depth] if draw.chance(0.2) else [*batch[:2], rows, depth]
    second = [depth] if draw.chance(0.2) else [*other[:2], depth, columns]
    if len(batch) > 2 or len(other) > 2:
        first, second = first[-2:], second[-2:]
    return [draw.tensor(first), draw.tensor(second)]


def linear_sizes(draw):
    return draw.integer(1, 40), draw.integer(1, 20)


@function("linear")
def linear(draw):
    inputs, outputs = linear_sizes(draw)
    bias = draw.tensor([outputs]) if draw.chance() else None
    return [draw.tensor([*draw.shape(0, 2), inputs]), draw.tensor([outputs, inputs]), bias]


@layer("Linear")
def linear_layer(draw):
    inputs, outputs = linear_sizes(draw)
    return Layer([inputs, outputs, draw.options(bias=draw.chance)], [draw.tensor([*draw.shape(0, 2), inputs])])


@function("mm")
def mm(draw):
    rows, depth, columns = draw.sizes(3, 1, 9)
    return [draw.tensor([rows, depth]), draw.tensor([depth, columns])]


@function("bmm")
def bmm(draw):
    batch, rows, depth, columns = draw.sizes(4, 1, 6)
    return [draw.tensor([batch, rows, depth]), draw.tensor([batch, depth, columns])]


@function("mv")
def mv(draw):
    rows, depth = draw.sizes(2, 1, 9)
    return [draw.tensor([rows, depth]), draw.tensor([depth])]


@function("dot")
def dot(draw):
    size = draw.integer(1, 20)
    return [draw.tensor([size], fill="uniform"), draw.tensor([size], fill="uniform")]


@function("outer")
def outer(draw):
    return [draw.tensor(draw.sizes(1, 1, 9)), draw.tensor(draw.sizes(1, 1, 9))]


def factors(draw):
    return draw.options(alpha=lambda: draw.number(-2, 2), beta=lambda: draw.number(-2, 2))


@function("addmm")
def addmm(draw):
    first, second = mm(draw)
    shape = [1 if draw.chance(0.2) else first.shape[0], second.shape[1]]
    return [draw.tensor(shape[draw.integer(0, 1):]), first, second, factors(draw)]


@function("baddbmm")
def baddbmm(draw):
    first, second = bmm(draw)
    return [draw.tensor([first.shape[0], first.shape[1], second.shape[2]]), first, second, factors(draw)]


EQUATIONS = ["ij,jk->ik", "bij,bjk->bik", "i,j->ij", "ij->ji", "ij->", "ij->i", "ii->i", "ii", "...ij,...jk->...ik", "bhqd,bhkd->bhqk",
             "ij,ij->ij", "ij,jk", "nchw,c->nchw", "i,ij,j->", "b...->...b"]


@function("einsum")
def einsum(draw):
    equation = draw.choice(EQUATIONS)
    sizes = {letter: draw.integer(1, 4) for letter in "bcdhijknqw"}
    more = draw.shape(0, 1)
    terms = equation.split("->")[0].split(",")
    shapes = [[size for letter in term.replace("...", ".") for size in (more if letter == "." else [sizes[letter]])]
              for term in terms]
    return [equation, *(draw.tensor(shape, fill="uniform") for shape in shapes)]
