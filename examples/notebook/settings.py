neighbours = 5
noise = 0.3
seed = 3
