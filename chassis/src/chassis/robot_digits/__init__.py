"""The check against robots for who has no script: six digits, as a picture and as a sound."""
