"""The gagefile language: text in; meaning, problems and fixes out. Knows nothing of runs, terminals or LSP."""
