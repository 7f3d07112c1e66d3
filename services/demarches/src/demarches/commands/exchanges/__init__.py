"""Words between applicant and administration."""
