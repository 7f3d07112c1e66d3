"""The town's letter: subscribe, confirm, change, leave, read what was sent."""
