"""Whether a run still is what its record says: each file here looks at one part of it, and changes nothing."""
