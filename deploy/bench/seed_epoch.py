"""The seed recipe in Python PyTorch, as its tutorials write it. Prints a line of JSON when it is ready and one per epoch.

Usage: seed_epoch.py DATA_DIRECTORY THREADS EPOCHS TRAIN_IMAGES contiguous|channels_last
"""
import gzip
import json
import os
import sys
import time

import torch
from torch import nn

BATCH = 100
LEARNING_RATE = 0.1


def idx(directory, name, header):
    """The bytes behind the header of an IDX file, gzipped or not."""
    path = os.path.join(directory, name)
    zipped = os.path.exists(path + ".gz")
    with gzip.open(path + ".gz") if zipped else open(path, "rb") as file:
        return torch.frombuffer(bytearray(file.read()[header:]), dtype=torch.uint8)


def preload(directory, name, images):
    """Pixels as floats from 0 to 1, [N, 1, 28, 28], and labels."""
    pixels = idx(directory, name + "-images-idx3-ubyte", 16).view(-1, 1, 28, 28)[:images]
    return pixels.float().div_(255), idx(directory, name + "-labels-idx1-ubyte", 8)[:images].long()


def batches(pixels, labels):
    return zip(pixels.split(BATCH), labels.split(BATCH))


def train(net, cost, descent, data):
    """One epoch; the mean loss over it."""
    total = 0.0
    for pixels, labels in batches(*data):
        descent.zero_grad()
        loss = cost(net(pixels), labels)
        loss.backward()
        descent.step()
        total += loss.item() * len(labels)
    return total / len(data[1])


def accuracy(net, data):
    with torch.no_grad():
        right = sum((net(pixels).argmax(1) == labels).sum().item() for pixels, labels in batches(*data))
    return right / len(data[1])


def main(directory, threads, epochs, images, layout):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    learned, held_out = preload(directory, "train", int(images)), preload(directory, "t10k", None)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(1568, 10))
    if layout == "channels_last":
        net = net.to(memory_format=torch.channels_last)
        learned, held_out = (
            (pixels.to(memory_format=torch.channels_last), labels) for pixels, labels in (learned, held_out))
    cost = nn.CrossEntropyLoss()
    descent = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE)
    print(json.dumps({"torch": torch.__version__}), flush=True)
    for epoch in range(1, int(epochs) + 1):
        start = time.perf_counter()
        loss = train(net, cost, descent, learned)
        trained = time.perf_counter()
        right = accuracy(net, held_out)
        print(json.dumps({
            "epoch": epoch,
            "trainingSeconds": trained - start,
            "seconds": time.perf_counter() - start,
            "trainLoss": loss,
            "testAccuracy": right}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
