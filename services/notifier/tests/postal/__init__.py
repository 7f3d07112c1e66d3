"""What the notifier's tests stand on: the other services, the mailbox, a line to it on which anything may happen."""
