"""Who instructs what: agents, their departments and absences, rules, views they keep, words to search by."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    String,
    Table,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from chassis import tables
from demarches.storage.tables.columns import Moment, metadata, of_dossier, required

# Members who hold a permission of this service, as identity's events tell. No name: identity is asked when one is shown.
agents = Table(
    "agents",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    required("permissions", ARRAY(String)),
)

# An agent without a line here works for every department.
agent_departments = Table(
    "agent_departments",
    metadata,
    tables.tenant_column(),
    Column("account_id", Uuid, primary_key=True),
    Column("department_id", Uuid, primary_key=True),
    ForeignKeyConstraint(["tenant", "department_id"], ["departments.tenant", "departments.id"], ondelete="CASCADE"),
)

absences = Table(
    "absences",
    metadata,
    *tables.aggregate_columns(),
    required("account_id", Uuid),
    required("substitute", Uuid),
    required("from_on", Date),
    required("until_on", Date),
    CheckConstraint("from_on <= until_on", name="absence_ends_after_it_begins"),
    CheckConstraint("account_id <> substitute", name="nobody_substitutes_themselves"),
    Index("absences_account", "tenant", "account_id", "until_on"),
)

# Who gets what arrives: one agent (`account_id`), or whoever of the department has the fewest open dossiers.
assignment_rules = Table(
    "assignment_rules",
    metadata,
    tables.tenant_column(),
    Column("demarche_id", Uuid, primary_key=True),
    required("mode", String),
    Column("account_id", Uuid),
    CheckConstraint("(mode = 'agent') = (account_id is not null)", name="one_agent_is_named"),
    ForeignKeyConstraint(["tenant", "demarche_id"], ["demarches.tenant", "demarches.id"], ondelete="CASCADE"),
)

saved_views = Table(
    "saved_views",
    metadata,
    *tables.aggregate_columns(),
    required("account_id", Uuid),
    required("name", String),
    required("query", Text),
    required("shared", Boolean, "false"),
    Index("saved_views_account", "tenant", "account_id"),
)

# The words of a dossier, without accents or capitals. Compared as text in the C order: such comparisons are leakproof,
# so that row-level security does not take the index away from them.
dossier_words = Table(
    "dossier_words",
    metadata,
    tables.tenant_column(),
    Column("word", String(40, collation="C"), primary_key=True),
    Column("dossier_id", Uuid, primary_key=True),
    of_dossier(),
    Index("dossier_words_dossier", "tenant", "dossier_id"),
)

# What a department or an outside expert is asked to think of a dossier. `key` is the secret half of an expert's link.
opinions = Table(
    "opinions",
    metadata,
    *tables.aggregate_columns(),
    required("dossier_id", Uuid),
    Column("department_id", Uuid),
    Column("expert_email", String),
    Column("expert_name", String),
    Column("key", String(64)),
    required("question", Text),
    required("due_on", Date),
    required("asked_at", Moment),
    required("asked_by", Uuid),
    Column("stance", String),
    Column("answer", Text),
    Column("given_at", Moment),
    Column("given_by", Uuid),
    Column("withdrawn_at", Moment),
    CheckConstraint("(department_id is null) <> (expert_email is null)", name="one_is_asked"),
    of_dossier(),
    Index("opinions_dossier", "tenant", "dossier_id"),
    Index("opinions_department", "tenant", "department_id", "dossier_id"),
)

DESK = (agents, agent_departments, absences, assignment_rules, saved_views, dossier_words, opinions)
