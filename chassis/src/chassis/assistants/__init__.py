"""Tools for AI assistants: routes that a service has marked, called for a member with a key of theirs (decision 0030).

What reads is called at once, as the member. What changes something becomes a proposal, and is done when the member has
confirmed it in the consoles.
"""

from chassis.assistants.tools import Tool

__all__ = ["Tool"]
