"""`parvis` for identity: the consoles' work by command line, through the same API, permissions and journal."""
