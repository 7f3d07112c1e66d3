"""What the two pages of the local suite (mailbox, traces) share: a door, a look, live refresh."""
