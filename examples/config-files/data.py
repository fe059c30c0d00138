import random

points = 50
noise = 0.1
seed = 7


def load():
    """Points near the line y = 2x - 1."""
    draw = random.Random(seed)
    xs = [draw.uniform(-1, 1) for _ in range(points)]
    return [(x, 2 * x - 1 + draw.gauss(0, noise)) for x in xs]


if __name__ == "__main__":
    for x, y in load():
        print(f"{x:6.3f} {y:6.3f}")
