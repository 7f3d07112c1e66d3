"""A mailbox for one machine: accepts every mail by SMTP, keeps it, shows it. Nothing ever leaves."""
