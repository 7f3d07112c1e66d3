"""The smallest service: notes, so that the chassis is tested on what every service does with it."""
