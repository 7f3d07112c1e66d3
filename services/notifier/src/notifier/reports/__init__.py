"""What comes back after a mail has left: bounces, complaints, deliveries, in the words of RFC 3464 and RFC 5965."""
