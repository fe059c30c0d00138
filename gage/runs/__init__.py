"""What is known of runs: plain directories, read and written. Knows nothing of gagefiles, terminals or LSP."""
