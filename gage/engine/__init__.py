"""Makes a run happen: phases over a run directory, reported as events. Knows no screen."""
