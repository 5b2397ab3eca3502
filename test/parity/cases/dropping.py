"""Dropout, whose draws both sides take from the same stream."""

from .drawing import Layer, function, layer

#: The ranks that each takes.
RANKS = {
    "dropout": (1, 4),
    "dropout1d": (2, 3),
    "dropout2d": (3, 4),
    "dropout3d": (4, 5),
    "alphaDropout": (1, 4),
    "featureAlphaDropout": (2, 4),
}


def probability(draw):
    return draw.choice([0.0, 0.25, 0.5, 0.9, 1.0])


def dropping(least, most):
    def generate(draw):
        options = draw.options(p=lambda: probability(draw), training=draw.chance, inplace=draw.chance)
        return [draw.tensor(draw.shape(least, most)), options]

    return generate


def dropping_layer(least, most):
    def generate(draw):
        return Layer([probability(draw)], [draw.tensor(draw.shape(least, most))], train=draw.chance())

    return generate


for name, (least, most) in RANKS.items():
    function(name)(dropping(least, most))
    layer(name[0].upper() + name[1:])(dropping_layer(least, most))
