"""One démarche per file: form, texts, legal rule."""
