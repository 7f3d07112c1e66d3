"""What tests stand on: real servers, actors, a clock that can be moved, the authorisation matrix."""
