"""One verb per file: fetch, check, act, record."""
