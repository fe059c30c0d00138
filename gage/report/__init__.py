"""Problems for readers: one output format a module, each with one `render`."""
