"""How long an answer may take: calendars, policies, and clocks that are pure functions of what happened."""
