"""Exercises: a part of the running suite is made to fail, for a while, to see what people and dashboards are told."""
