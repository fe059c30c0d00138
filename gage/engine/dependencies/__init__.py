"""What operations need beside their source code: found before a run is made, put in place, pinned at its end."""
