"""Puts databases, roles, streams and consumers where they must be. Repeatable: the second time changes nothing."""

from suite.provision.bus import provision_bus
from suite.provision.databases import provision_database, provision_databases

__all__ = ["provision_bus", "provision_database", "provision_databases"]
