"""Every change of the databases, on another disk while it happens (`PARVIS_ARCHIVE=1`)."""
