"""One tolerant parser a syntax; each turns text into nodes with places and never raises."""
