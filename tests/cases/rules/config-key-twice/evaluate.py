lr = 0.1
seed = 2
