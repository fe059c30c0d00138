"""Fits a line to noisy points by gradient descent; needs nothing but Python."""

import json
import random
import time

rate = 0.05
steps = 60
noise = 0.1
seed = 1

random.seed(seed)
points = [(x / 10, 2 * x / 10 + 1 + random.gauss(0, noise)) for x in range(20)]
slope, offset = 0.0, 0.0
for step in range(steps):
    errors = [(x, slope * x + offset - y) for x, y in points]
    slope -= rate * sum(error * x for x, error in errors) / len(points)
    offset -= rate * sum(error for _, error in errors) / len(points)
    print(f"step: {step}")
    print(f"loss: {sum(error**2 for _, error in errors) / len(points):.6f}", flush=True)
    time.sleep(0.05)
with open("model.json", "w") as file:
    json.dump({"slope": slope, "offset": offset}, file)
