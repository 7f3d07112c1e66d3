"""Where démarches and dossiers are kept."""
