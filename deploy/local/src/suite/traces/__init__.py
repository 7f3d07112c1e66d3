"""A trace viewer for one machine: receives OTLP over HTTP, keeps a bounded history, shows it."""
