"""What a shell is told when a person presses Tab: a script for each shell, and one place that knows what can follow."""
