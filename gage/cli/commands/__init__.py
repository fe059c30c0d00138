"""The commands of `gage`, one a file; each exports `command` and knows nothing of the others."""
