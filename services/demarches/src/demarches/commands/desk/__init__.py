"""Who has what: agents, departments, absences, rules, kept views."""
