import json

import data
import model

points = data.load()
slope, intercept = model.fit(points)
error = sum((slope * x + intercept - y) ** 2 for x, y in points) / len(points)
print(f"y = {slope:.2f}x {intercept:+.2f}, mean squared error {error:.4f}")

with open("metrics.json", "w") as file:
    json.dump({"metrics": {"error": error, "slope": slope, "intercept": intercept}}, file)
