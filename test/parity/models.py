"""Builds a network of torchvision from a seed, fills it so that its outputs depend on its inputs, and records outputs.

    python3 test/parity/models.py --name resnet18 --seed 1 --out folder

Writes folder/state.pth, as `torch.save(model.state_dict(), …)` does, and folder/outputs.bin: the float32 outputs of each
top-level block and of the network. Prints what there is as JSON: the SHA-256 of the parameters before they were filled,
the outputs' names and shapes, and how far two inputs move the last one.
"""

import argparse
import hashlib
import json
import os
import pathlib
import warnings

os.environ["ATEN_CPU_CAPABILITY"] = "avx2"  # PyTorch draws other random numbers by its other paths.

import torch
from torch import nn
from torchvision import models

NORMS = (nn.BatchNorm2d, nn.LayerNorm)


def create(name):
    if name.startswith(("fcn", "deeplab")):
        return getattr(models.segmentation, name)(weights_backbone=None, aux_loss=True)
    if name.startswith("lraspp"):
        return getattr(models.segmentation, name)(weights_backbone=None)
    return getattr(models, name)()


def digest(model):
    sha256 = hashlib.sha256()
    for tensor in model.state_dict().values():
        sha256.update(tensor.contiguous().numpy().tobytes())
    return sha256.hexdigest()


def fill(model, size):
    """Draws what starts as constant, and takes the statistics of BatchNorm from a batch, so that magnitudes stay sane.

    Deep networks of random weights are chaotic: PyTorch's own float32 is off its float64 by 2e-3 in EfficientNet V2 S. Shifts of about 1
    keep most of each activation in its straight part, as in trained networks, and the two within 1e-5.
    """
    for module in model.modules():
        if isinstance(module, NORMS):
            module.weight.uniform_(0.5, 1.5)
            module.bias.normal_(1, 0.3)
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            parameter.uniform_(0.1, 0.5)
        elif name.endswith("bias") and not parameter.any():
            parameter.normal_(0, 0.1)
    batch_norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for module in batch_norms:
        module.train()
        module.momentum = 1
    model(torch.randn(6, 3, size, size))
    # A channel that hardly varies would blow rounding errors up.
    for module in batch_norms:
        module.running_var.clamp_(min=module.running_var.mean() / 2)
    model.eval()


def leaves(output):
    if isinstance(output, torch.Tensor):
        return [output]
    items = output.values() if isinstance(output, dict) else output
    return [leaf for item in items for leaf in leaves(item)]


def run(model, images):
    """The outputs of each child that is called, in the order of the children, and the network's."""
    outputs = {}

    def keep(name):
        return lambda module, inputs, output: outputs.update({name: [leaf.clone() for leaf in leaves(output)]})

    handles = [child.register_forward_hook(keep(name)) for name, child in model.named_children()]
    result = leaves(model(images))
    for handle in handles:
        handle.remove()
    return [*((name, outputs[name]) for name, _ in model.named_children() if name in outputs), ("", result)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--name", required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--size", type=int, required=True, help="of the images")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch.set_grad_enabled(False)

    torch.manual_seed(options.seed)
    model = create(options.name).eval()
    sha256 = digest(model)
    fill(model, options.size)
    torch.save(model.state_dict(), options.out / "state.pth")

    torch.manual_seed(options.seed + 1)
    outputs = run(model, torch.randn(2, 3, options.size, options.size))
    with open(options.out / "outputs.bin", "wb") as file:
        for _, tensors in outputs:
            for tensor in tensors:
                file.write(tensor.contiguous().numpy().tobytes())
    last = outputs[-1][1][0]
    print(json.dumps({
        "sha256": sha256,
        "outputs": [{"name": name, "shapes": [list(tensor.shape) for tensor in tensors]} for name, tensors in outputs],
        "moved": ((last[0] - last[1]).abs().max() / last.abs().max()).item(),
    }))


if __name__ == "__main__":
    main()
