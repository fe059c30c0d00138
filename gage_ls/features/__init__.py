"""The features of the server, one a file: functions from a document to LSP values, strangers to each other."""
