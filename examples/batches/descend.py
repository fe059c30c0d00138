import json

rate = 0.0005
momentum = 0.5
steps = 2000

x, y = -1.0, 1.5
dx = dy = 0.0
for _ in range(steps):
    dx = momentum * dx - rate * (400 * x * (x * x - y) + 2 * (x - 1))
    dy = momentum * dy - rate * 200 * (y - x * x)
    x, y = x + dx, y + dy

height = (1 - x) ** 2 + 100 * (y - x * x) ** 2
print(f"After {steps} steps at ({x:.3f}, {y:.3f}), height {height:.5f}")
with open("summary.json", "w") as file:
    json.dump({"metrics": {"height": height}}, file)
