"""Files joined to tickets."""
