"""The language server `gage-ls`: LSP on one side, the gagefile language and the run store on the other."""
