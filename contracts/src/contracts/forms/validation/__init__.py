"""Takes answers in their normal form, or refuses them with what to do about it."""
