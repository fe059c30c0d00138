"""Values of project files that a run may set: which there are, which values a run gets, and how they are written."""
