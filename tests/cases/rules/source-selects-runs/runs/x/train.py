learning_rate = 0.1
epochs = 3
model = {'layers': 2, 'width': 64}
