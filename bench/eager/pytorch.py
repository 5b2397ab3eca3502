"""One contender of run.mjs: a forward of PyTorch, layer by layer. Prints the logits and the time of each forward in ms."""

import json
import sys
import time

import torch
import torchvision

given = json.loads(sys.argv[1])
torch.set_num_threads(given["threads"])
torch.manual_seed(0)
model = getattr(torchvision.models, given["model"])().eval()
images = torch.randn(given["shape"])
warm_up = 5
times = []
with torch.inference_mode():
    for run in range(-warm_up, given["runs"]):
        start = time.perf_counter()
        logits = model(images)
        if run >= 0:
            times.append((time.perf_counter() - start) * 1e3)
print(json.dumps({"times": times, "logits": logits.flatten().tolist()}))
