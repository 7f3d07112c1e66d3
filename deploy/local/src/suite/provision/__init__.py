"""Puts databases, roles, streams and consumers where they must be. Repeatable: the second time changes nothing."""

from suite.provision.bus import provision_bus
from suite.provision.databases import provision_database, provision_databases
from suite.provision.migrations import migrate
from suite.provision.objects import provision_bucket
from suite.urls import as_role, at_database

__all__ = [
    "as_role",
    "at_database",
    "migrate",
    "provision_bucket",
    "provision_bus",
    "provision_database",
    "provision_databases",
]
