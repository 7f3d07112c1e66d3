"""A revision that would break those who still run the version before does not pass unsaid."""

from pathlib import Path

import pytest

from kit import revisions

EVERYTHING = {path.stem: path for path in revisions.ROOT.glob("services/*/src/*/migrations/versions/[0-9]*.py")}
ALEMBIC = "from alembic import op\n\n\ndef upgrade() -> None:\n    op.execute({statement!r})\n"


def a_revision(folder: Path, statement: str, *, said: str = "", as_python: bool = False) -> Path:
    path = folder / "0099_planted.py"
    if as_python:
        path.write_text(f"# {said}\n" + ALEMBIC.format(statement=statement))
    else:
        path.write_text("from chassis import migrations\n")
        path.with_suffix(".sql").write_text(
            f"-- upgrade\n\n{said}\n{statement};\n\n-- downgrade\n\ndrop table dossiers;\n"
        )
    return path


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("alter table dossiers drop column note", "ban-drop-column"),
        ("drop table dossiers", "ban-drop-table"),
        ("alter table dossiers rename column note to remark", "renaming-column"),
        ("alter table dossiers rename to files", "renaming-table"),
        ("alter table dossiers add column note text not null", "adding-required-field"),
        ("alter table dossiers alter column note set not null", "adding-not-nullable-field"),
        ("alter table dossiers alter column note type bigint using 1", "changing-column-type"),
        ("create index by_note on dossiers (note)", "require-concurrent-index-creation"),
        ("alter table dossiers add constraint known check (note <> '')", "constraint-missing-not-valid"),
        ("alter table dossiers add constraint one unique (note)", "disallowed-unique-constraint"),
    ],
)
@pytest.mark.parametrize("as_python", [False, True])
def test_what_would_break_the_version_before_is_refused(tmp_path: Path, statement: str, rule: str, as_python: bool):
    planted = a_revision(tmp_path, statement, as_python=as_python)

    assert rule in [fault.rule for fault in revisions.faults_of(planted)]


@pytest.mark.parametrize(
    "statement",
    [
        "alter table dossiers add column note text",
        "alter table dossiers add column note text not null default ''",
        "create table notes (id uuid primary key, note text not null);\n\ncreate index by_note on notes (note)",
        "alter table dossiers add constraint known check (note <> '') not valid",
    ],
)
def test_what_only_widens_passes(tmp_path: Path, statement: str):
    assert revisions.faults_of(a_revision(tmp_path, statement)) == []


def test_narrowing_is_said_with_its_release_and_holding_with_its_reason(tmp_path: Path):
    drop, index = "alter table dossiers drop column note", "create index by_note on dossiers (note)"

    assert (
        revisions.faults_of(a_revision(tmp_path, drop, said="-- contract: 2026.12: nothing reads it since 2026.10"))
        == []
    )
    assert revisions.faults_of(a_revision(tmp_path, index, said="-- short: a few rows per town")) == []
    assert revisions.faults_of(a_revision(tmp_path, index, said="short: a few rows per town", as_python=True)) == []
    # No release, no reason, the other word: each is as good as nothing.
    assert revisions.faults_of(a_revision(tmp_path, drop, said="-- contract: because")) != []
    assert revisions.faults_of(a_revision(tmp_path, drop, said="-- contract: 2026.12:")) != []
    assert revisions.faults_of(a_revision(tmp_path, drop, said="-- short: a few rows per town")) != []
    assert revisions.faults_of(a_revision(tmp_path, index, said="-- contract: 2026.12: it was slow")) != []


def test_what_is_no_sql_is_not_taken_for_harmless(tmp_path: Path):
    with pytest.raises(RuntimeError):
        _ = revisions.faults_of(a_revision(tmp_path, "alter tabel dossiers drop column note"))


def test_the_new_revisions_of_this_repository_pass():
    assert [str(fault) for path in revisions.new_revisions() for fault in revisions.faults_of(path)] == []


def test_only_what_was_before_the_first_release_is_not_looked_at():
    looked_at = {path.stem for path in revisions.new_revisions()}

    assert len(EVERYTHING) > 60
    assert all(
        path.stem in looked_at or int(path.stem[:4]) <= revisions.BEFORE_THE_FIRST_RELEASE[path.parents[2].name]
        for path in EVERYTHING.values()
    )
