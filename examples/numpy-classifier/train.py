import json

import numpy as np

lr = 0.5
epochs = 100
seed = 0


def make_data(rng, size=400):
    """Two clouds of points that overlap a little, with their classes 0 and 1."""
    classes = rng.integers(0, 2, size)
    centres = np.array([[-1.0, -0.5], [1.0, 0.5]])
    return centres[classes] + rng.normal(0, 0.9, (size, 2)), classes


def predict(points, weights, bias):
    return 1 / (1 + np.exp(-(points @ weights + bias)))


def cross_entropy(classes, guesses):
    guesses = np.clip(guesses, 1e-9, 1 - 1e-9)
    return -np.mean(classes * np.log(guesses) + (1 - classes) * np.log(1 - guesses))


rng = np.random.default_rng(seed)
points, classes = make_data(rng)
train, test = slice(0, 300), slice(300, None)

weights, bias = np.zeros(2), 0.0
for epoch in range(1, epochs + 1):
    miss = predict(points[train], weights, bias) - classes[train]
    weights -= lr * points[train].T @ miss / len(miss)
    bias -= lr * miss.mean()
    if epoch % 20 == 0:
        loss = cross_entropy(classes[train], predict(points[train], weights, bias))
        print(f"epoch {epoch:3d}  loss {loss:.4f}")

guesses = predict(points[test], weights, bias)
loss = cross_entropy(classes[test], guesses)
accuracy = np.mean((guesses > 0.5) == classes[test])
print(f"test accuracy {accuracy:.2f}, loss {loss:.4f}")

np.savez("model.npz", weights=weights, bias=bias)
with open("summary.json", "w") as file:
    json.dump({"metrics": {"loss": loss, "accuracy": accuracy}}, file)
