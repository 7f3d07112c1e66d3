"""The whole suite on one machine: real servers, the services, one command."""
