"""Draws random configurations of layers and functions and records what PyTorch makes of them, a line of JSON each.

    python3 test/parity/draw.py --seed 1 --count 200 --out cases.jsonl
    python3 test/parity/draw.py --fixtures

Some draws are spoilt on purpose: where PyTorch refuses one, Convolt must refuse it as well. A case depends on the seed,
its name and its index only, so `--only conv2d` draws again what a longer run drew. `--fixtures` writes the small draws of
test/parity/fixtures/, a file for each module of cases/.
"""

import argparse
import dataclasses
import json
import math
import os
import pathlib
import warnings

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"  # PyTorch draws other random numbers by its other paths.

import torch

import cases
from calling import call_function, call_layer, record

#: The share of draws that are spoilt.
SPOILT = 0.15

#: The families whose windows may fit nowhere.
WINDOWS = ("cases.pooling", "cases.resizing")

#: What `--fixtures` draws for each function and layer, and the length of the longest line that it keeps.
FIXTURES = {"seed": 3, "count": 3, "length": 1200}

#: What PyTorch says where it lacks a kernel for a dtype, or (in 1.13) circular padding of one image, which is no reason to
#: refuse the call elsewhere.
LACKING = ("not implemented for", "not supported for", "not supported on", "Invalid padding size, expected")


def to_json(value):
    """A case as JSON can hold it, which has no infinity and no NaN."""
    if isinstance(value, cases.TensorSpec):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        defaults = {field.name: field.default for field in dataclasses.fields(value)}
        settings = {name: to_json(item) for name, item in fields.items() if item != defaults[name]}
        return {"tensor": settings.pop("shape"), **settings}
    if isinstance(value, float) and not math.isfinite(value):
        return {"number": str(value)}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {name: to_json(item) for name, item in value.items()}
    return value


def spoil(draw, arguments):
    """The arguments with one integer or the shape of one tensor changed."""
    places = list(places_of(arguments))
    if not places:
        return arguments
    path = draw.choice(places)
    return replace(arguments, path, lambda value: spoil_value(draw, value))


def places_of(value, path=()):
    """Where integers and tensors of random elements stand."""
    if isinstance(value, cases.TensorSpec):
        if value.fill not in ("values", "permutation"):
            yield path
    elif isinstance(value, int) and not isinstance(value, bool):
        yield path
    elif isinstance(value, (list, dict)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places_of(item, (*path, key))


def replace(value, path, change):
    if path == ():
        return change(value)
    changed = value.copy()
    changed[path[0]] = replace(value[path[0]], path[1:], change)
    return changed


def spoil_value(draw, value):
    if isinstance(value, int):
        return draw.choice([value - 1, value + 1, 0, -1, value + 7])
    shape = list(value.shape)
    way = draw.choice(["size", "size", "fewer", "more"])
    if way == "size" and shape:
        d = draw.integer(0, len(shape) - 1)
        shape[d] += draw.choice([-1, 1]) if shape[d] > 1 else 1
    elif way == "fewer" and shape:
        shape.pop(draw.integer(0, len(shape) - 1))
    else:
        shape.insert(0, draw.integer(1, 2))
    return dataclasses.replace(value, shape=tuple(shape), order=(), step=1)


def draw_case(seed, kind, name, index):
    """One case, or None where PyTorch lacks a kernel for what was drawn."""
    draw = cases.Draw(f"{seed}/{kind}/{name}/{index}")
    spoilt = draw.chance(SPOILT) and name not in cases.intact
    tensor_seed = draw.integer(0, 2**31 - 1)
    generator = (cases.layers if kind == "layer" else cases.functions)[name]
    drawn = generator(draw)
    if spoilt and kind == "layer":
        drawn = dataclasses.replace(drawn, **draw.choice([
            {"new": spoil(draw, drawn.new)}, {"call": spoil(draw, drawn.call)}]))
    elif spoilt:
        drawn = spoil(draw, drawn)
    case = {"kind": kind, "name": name, "index": index, "seed": tensor_seed}
    try:
        if kind == "layer":
            case |= {"new": drawn.new, "call": drawn.call, "train": drawn.train, "fill": drawn.fill}
            result, case["printed"] = call_layer(name, drawn, tensor_seed)
        else:
            case["call"] = drawn
            result = call_function(name, drawn, tensor_seed)
    except LookupError as error:
        if not isinstance(error, IndexError):
            raise
        case["refused"] = str(error)
    except Exception as error:  # Whatever PyTorch raises is a refusal.
        if any(words in str(error) for words in LACKING):
            return None
        case["refused"] = str(error).split("\n")[0][:100]
    else:
        case["expected"] = record(result)
        # Windows that fit nowhere: some functions of PyTorch refuse them, others give nothing.
        if (spoilt or generator.__module__ in WINDOWS) and any(0 in leaf.get("shape", []) for leaf in case["expected"]):
            return None
    return case


def all_generators():
    """Kind, name and generator of all functions and layers, in order."""
    for kind, register in (("function", cases.functions), ("layer", cases.layers)):
        for name, generator in sorted(register.items()):
            yield kind, name, generator


def to_line(case):
    return json.dumps(to_json(case), separators=(",", ":")) + "\n"


def write_fixtures():
    """Writes test/parity/fixtures/: of each function and layer the first short cases, but one refusal at most."""
    folder = pathlib.Path(__file__).parent / "fixtures"
    files = {}
    for kind, name, generator in all_generators():
        family = files.setdefault(generator.__module__.removeprefix("cases."), [])
        refusals = kept = index = 0
        while kept < FIXTURES["count"] and index < 200:
            case = draw_case(FIXTURES["seed"], kind, name, index)
            index += 1
            if case is None or "refused" in case and refusals > 0:
                continue
            line = to_line(case)
            if len(line) <= FIXTURES["length"]:
                family.append(line)
                kept += 1
                refusals += "refused" in case
        if kept < FIXTURES["count"]:
            raise SystemExit(f"{name}: too few small draws")
    for family, lines in files.items():
        (folder / f"{family}.jsonl").write_text("".join(lines))


def draw_cases(seed, count, only):
    """`count` cases, in turns for each function and layer."""
    names = [(kind, name) for kind, name, _ in all_generators() if not only or name in only]
    indices = dict.fromkeys(names, 0)
    drawn = 0
    while drawn < count:
        for kind, name in names:
            if drawn == count:
                return
            case = None
            while case is None:
                case = draw_case(seed, kind, name, indices[kind, name])
                indices[kind, name] += 1
            drawn += 1
            yield case


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fixtures", action="store_true", help="write the committed fixtures, nothing else")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--count", type=int)
    parser.add_argument("--only", action="append", help="a function or layer; may be repeated")
    parser.add_argument("--out")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    if options.fixtures:
        write_fixtures()
        return
    if None in (options.seed, options.count, options.out):
        parser.error("--seed, --count and --out are needed")
    with open(options.out, "w") as out:
        out.writelines(to_line(case) for case in draw_cases(options.seed, options.count, options.only))


if __name__ == "__main__":
    main()
