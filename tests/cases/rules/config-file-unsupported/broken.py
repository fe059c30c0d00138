lr = (
