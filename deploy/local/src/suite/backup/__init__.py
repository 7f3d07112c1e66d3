"""Sets that a whole suite can be made of again: databases of one instant, the objects they name, and, apart, the keys."""
