"""Tells how far a fitted line is from the true one; the model comes from the latest run of train."""

import json

with open("model.json") as file:
    model = json.load(file)
errors = [model["slope"] * x + model["offset"] - (2 * x + 1) for x in range(10)]
print(f"error: {sum(abs(error) for error in errors) / len(errors):.3f}")
