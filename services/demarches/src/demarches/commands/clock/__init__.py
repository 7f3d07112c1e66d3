"""Legal dates: warned of, reached, explained."""
