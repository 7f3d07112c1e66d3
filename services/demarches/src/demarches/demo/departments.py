"""The departments of the demonstration."""

from contracts.demo import demo_id

ETAT_CIVIL = demo_id("department/plassans/etat-civil")
ENFANCE = demo_id("department/plassans/enfance")
VOIRIE = demo_id("department/plassans/voirie")
SOLIDARITE = demo_id("department/ccas-plassans/solidarite")
TULETTES_MAIRIE = demo_id("department/tulettes/mairie")
