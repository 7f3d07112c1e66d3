"""A letter to more readers than one statement lists: in pieces, and nobody twice."""

from datetime import timedelta

import pytest
from postal.owners import Owners
from test_newsletters import EDIT, a_theme, an_issue, finished, leaves, subscribed

from kit.actors import a_member


@pytest.mark.requirement("NT-02")
async def test_many_readers_are_listed_and_queued_piece_by_piece(notifier, owners: Owners, mails, tenant, monkeypatch):
    monkeypatch.setattr("notifier.storage.letters.PIECE", 2)
    monkeypatch.setattr("notifier.storage.letters.AHEAD", 2)
    monkeypatch.setattr("notifier.commands.letters.send_issue.LOOK_AGAIN", timedelta(milliseconds=200))
    editor = a_member(tenant, EDIT)
    theme = await a_theme(notifier, editor)
    people = [(await subscribed(notifier, owners, tenant, theme))[0] for _ in range(5)]

    issue = await an_issue(notifier, editor, theme)
    status = await leaves(notifier, editor, issue)
    view = await finished(notifier, editor, issue)

    assert status == "scheduled"
    assert (view["audience"], view["progress"]["accepted"]) == (5, 5)
    for person in people:
        assert (await mails.one_to(person.email)).subject == "La lettre de mai"
