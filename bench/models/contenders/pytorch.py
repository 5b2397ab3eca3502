"""PyTorch: torchvision's network with the weights that Convolt wrote, traced, frozen and optimised for inference.

Answers the questions that serve.mjs lists.
"""

import json
import os
import resource
import sys
import time

import numpy
import torch
import torchvision

# Their constructors draw weights slowly unless told not to.
WITH_INIT_OPTION = ("googlenet", "inception_v3", "vgg16")


class DigitNet(torch.nn.Module):
    """The network of the lesson, as in examples/digits/train.py."""

    def __init__(self):
        super().__init__()
        sizes = [1, 32, 64, 64]
        for i in range(3):
            conv = torch.nn.Conv2d(sizes[i], sizes[i + 1], 3, padding=1)
            setattr(self, f"layer{i + 1}", torch.nn.Sequential(conv, torch.nn.ReLU(), torch.nn.MaxPool2d(2)))
        self.fc = torch.nn.Linear(576, 10)

    def forward(self, x):
        return self.fc(torch.flatten(self.layer3(self.layer2(self.layer1(x))), 1))


def load_safetensors(path):
    """The tensors by name. https://github.com/huggingface/safetensors#format"""
    with open(path, "rb") as file:
        header_size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(header_size))
        data = bytearray(file.read())
    dtypes = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        part = torch.frombuffer(data, dtype=torch.uint8)[begin:end].clone()
        tensors[name] = part.view(dtypes[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def blas():
    """The library that the loader took for libblas.so.3."""
    with open("/proc/self/maps") as maps:
        names = {os.path.basename(line.split()[-1]) for line in maps if "blas" in line}
    openblas = [name for name in names if name.startswith("libopenblasp")]
    if not openblas:
        sys.exit(f"PyTorch runs on {', '.join(sorted(names))}: apt install libopenblas0-pthread")
    return openblas[0]


def load(given):
    torch.set_num_threads(given["threads"])
    name = given["name"]
    if name == "digit_net":
        model = DigitNet()
    else:
        options = {"init_weights": False} if name in WITH_INIT_OPTION else {}
        model = getattr(torchvision.models, name)(**options)
    model.load_state_dict(load_safetensors(os.path.join(given["folder"], "model.safetensors")))
    traced = torch.jit.trace(model.eval(), torch.zeros(1, *given["input"]), check_trace=False)
    return torch.jit.optimize_for_inference(traced)


def times_of(run, milliseconds):
    """As in serve.mjs: the first run counts only where it was the only one."""
    times = []
    until = time.perf_counter() + milliseconds / 1e3
    while True:
        start = time.perf_counter()
        run()
        end = time.perf_counter()
        times.append((end - start) * 1e3)
        if end >= until:
            return times[1:] if len(times) > 1 else times


def memory():
    with open("/proc/self/statm") as statm:
        resident = int(statm.read().split()[1]) * resource.getpagesize()
    return {"resident": resident, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def main():
    given = json.loads(sys.argv[1])
    model = load(given)
    inputs = {}

    def run(batch):
        if batch not in inputs:
            elements = numpy.fromfile(os.path.join(given["folder"], f"input-{batch}"), numpy.float32)
            inputs[batch] = torch.from_numpy(elements.reshape(batch, *given["input"]))
        return model(inputs[batch])

    def idle(milliseconds):
        run(1)
        before = time.process_time()
        time.sleep(milliseconds / 1e3)
        return {"busy": (time.process_time() - before) * 1e3}

    answers = {
        "output": lambda question: {"output": run(question["batch"]).flatten().tolist()},
        "times": lambda question: {"times": times_of(lambda: run(question["batch"]), question["milliseconds"])},
        "memory": lambda _: memory(),
        "idle": lambda question: idle(question["milliseconds"]),
    }
    with torch.inference_mode():
        run(1)
        print(json.dumps({"engine": f"PyTorch {torch.__version__} (Debian's build, {blas()})"}), flush=True)
        for line in sys.stdin:
            question = json.loads(line)
            print(json.dumps(answers[question["ask"]](question)), flush=True)


main()
