"""For those who run the service, on the command line."""
