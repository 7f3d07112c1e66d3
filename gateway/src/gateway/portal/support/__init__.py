"""The operator's support portal: what help there is, asking for it, following it."""
