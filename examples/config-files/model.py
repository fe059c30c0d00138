rate = 0.1
steps = 200


def fit(points):
    """Slope and intercept by gradient descent on the squared error."""
    slope = intercept = 0.0
    for _ in range(steps):
        misses = [(slope * x + intercept - y, x) for x, y in points]
        slope -= rate * 2 * sum(miss * x for miss, x in misses) / len(points)
        intercept -= rate * 2 * sum(miss for miss, _ in misses) / len(points)
    return slope, intercept
