"""Generators of random configurations, by family. Importing this package enters all of them."""

from . import (
    activations,
    arithmetic,
    blocks,
    convolutions,
    dropping,
    indexing,
    normalization,
    padding,
    pooling,
    reductions,
    resizing,
    shapes,
)
from .drawing import Draw, Layer, TensorSpec, counterparts, functions, intact, layers
