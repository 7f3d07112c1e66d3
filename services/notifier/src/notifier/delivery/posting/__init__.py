"""Letters on paper: what is written on them, and the sheets for the printer."""
