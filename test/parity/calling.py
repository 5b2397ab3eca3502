"""Calls PyTorch with a configuration in Convolt's calling convention, and writes down what comes back."""

import base64
import re

import torch
import torch.nn.functional as F
from torch import nn

from cases import Layer, TensorSpec, counterparts

DTYPES = {
    name: getattr(torch, name)
    for name in ["float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool"]
}


def snake_case(name):
    return re.sub(r"(?<=[a-z0-9])[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def make_tensor(spec):
    """The tensor of a TensorSpec, from PyTorch's default generator."""
    drawn = list(spec.shape)
    for d, place in enumerate(spec.order):
        drawn[place] = spec.shape[d]
    if spec.step > 1:
        drawn[-1] *= spec.step
    if spec.fill == "normal":
        tensor = torch.randn(drawn)
    elif spec.fill == "uniform":
        tensor = torch.empty(drawn).uniform_(spec.low, spec.high)
    elif spec.fill == "permutation":
        tensor = torch.randperm(torch.Size(drawn).numel()).reshape(drawn)
    elif spec.fill == "values":
        tensor = torch.tensor([float(value) for value in spec.values]).reshape(drawn)
    else:
        tensor = torch.randint(spec.low, spec.high, drawn)
        if spec.fill == "eighths":
            tensor = tensor * 0.125
    tensor = tensor.to(DTYPES[spec.dtype])
    if spec.order:
        tensor = tensor.permute(spec.order)
    return tensor[..., :: spec.step] if spec.step > 1 else tensor


def to_python(value):
    """An argument as PyTorch takes it, lists as tuples. Whole numbers become int: to JavaScript they are the same."""
    if isinstance(value, TensorSpec):
        return make_tensor(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, (list, tuple)):
        return tuple(to_python(item) for item in value)
    if isinstance(value, str):
        return DTYPES.get(value, value)
    return value


def to_call(arguments):
    """Positional arguments and keywords; what is undefined at the end of the positional ones is left out."""
    positional = [argument for argument in arguments if not is_options(argument)]
    options = next((argument for argument in arguments if is_options(argument)), {})
    args = [None if argument == {"undefined": True} else to_python(argument) for argument in positional]
    keywords = {snake_case(name): to_python(value) for name, value in options.items()}
    while positional and positional[-1] == {"undefined": True}:
        positional.pop()
        args.pop()
    return args, keywords


def is_options(argument):
    return isinstance(argument, dict) and argument != {"undefined": True}


def find(name):
    """PyTorch's function of a name in camelCase."""
    if name in counterparts:
        return counterparts[name]
    snake = snake_case(name)
    for room in (F, torch, torch.Tensor):
        if hasattr(room, snake):
            return getattr(room, snake)
    raise LookupError(f"PyTorch has no {snake}; name its counterpart")


def call_function(name, arguments, seed):
    """What a function returns, and what it left in its first argument where it changes that."""
    run = find(name)
    torch.manual_seed(seed)
    args, keywords = to_call(arguments)
    result = run(*args, **keywords)
    changes = name.endswith("_") or keywords.get("inplace")
    return [result, args[0]] if changes else result


def call_layer(name, spec, seed):
    """What a layer returns, its input where it changes that, the statistics it keeps, and how it is printed."""
    torch.manual_seed(seed)
    args, keywords = to_call(spec.new)
    module = getattr(nn, name)(*args, **keywords).train(spec.train)
    if spec.fill:
        with torch.no_grad():
            for tensor in module.state_dict().values():
                if tensor.is_floating_point():
                    tensor.uniform_(0.5, 1.5)
    args, keywords = to_call(spec.call)
    printed = repr(module)
    result = module(*args, **keywords)
    changed = [args[0]] if getattr(module, "inplace", False) else []
    return [result, *changed, *module.buffers()], printed


def record(result):
    """The tensors, numbers and strings of a result, in order, as JSON."""
    if isinstance(result, torch.Tensor):
        tensor = result.detach().contiguous()
        if tensor.dtype == torch.bfloat16:
            tensor = tensor.view(torch.int16)
        return [{
            "dtype": str(result.dtype).removeprefix("torch."),
            "shape": list(result.shape),
            "bytes": base64.b64encode(tensor.numpy().tobytes()).decode(),
        }]
    if isinstance(result, dict):
        result = list(result.values())
    if isinstance(result, (list, tuple)):
        return [leaf for item in result for leaf in record(item)]
    return [{"value": result}]
