lr = 0.1
seed = 1
epochs = 3
