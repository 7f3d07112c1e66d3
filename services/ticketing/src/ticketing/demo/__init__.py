"""The demonstration: the catalogue of the operator's support portal, and one ticket in the middle of its life."""
