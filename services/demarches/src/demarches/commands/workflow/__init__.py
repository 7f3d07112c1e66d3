"""From stage to stage."""
