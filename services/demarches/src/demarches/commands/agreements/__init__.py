"""What an applicant agrees to."""
