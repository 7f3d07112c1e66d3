"""Several questions in one round trip give what each gives alone."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

import pytest
from notebook.main import notes
from sqlalchemy import Date, DateTime, Time, bindparam, cast, func, insert, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from chassis.together import Together
from kit.actors import a_citizen
from kit.service import ServiceUnderTest
from kit.trips import trips_of

c = notes.c
AT = datetime(2026, 10, 25, 2, 30, 0, 123400, tzinfo=UTC)
ASKED: dict[str, Any] = {
    "rows": select(notes).order_by(c.text.desc()),
    "by a value": select(c.id, c.text).where(c.text == bindparam("wanted")),
    "none": select(c.text).where(c.text == "nowhere"),
    "a count": select(func.count().label("how_many")).select_from(notes),
    "kinds": select(
        literal(AT).label("moment"),
        cast(literal("2028-02-29"), Date).label("day"),
        cast(literal("08:30"), Time).label("hour"),
        literal(True).label("said"),
        literal(2**62).label("large"),
        cast(literal({"é": [1, 2.5, None, '"', "🗳"]}, JSONB), JSONB).label("facts"),
        literal([AT, AT], ARRAY(DateTime(timezone=True))).label("moments"),
        literal(None, Date).label("nothing"),
    ),
}


async def test_each_answers_as_it_would_alone_and_one_trip_is_made(notebook: ServiceUnderTest, tenant: UUID):
    together = Together(ASKED)
    values = {"wanted": "deux"}
    async with notebook.service.database.transaction(a_citizen(tenant)) as connection:
        for text in ("un", "deux", 'l’été\n🗳 \\ "'):
            await connection.execute(insert(notes).values(id=uuid4(), version=1, text=text, status="open"))

        with trips_of(notebook.service.database) as trips:
            answers = await together.ask(connection, values)
        alone = {name: (await connection.execute(one, values)).all() for name, one in ASKED.items()}

    assert len(trips) == 1
    assert {name: [row._asdict() for row in rows] for name, rows in answers.items()} == {
        name: [row._asdict() for row in rows] for name, rows in alone.items()
    }
    assert [row.text for row in answers["rows"]] == [row.text for row in alone["rows"]]
    kinds = answers["kinds"][0]
    assert (kinds.moment, kinds.day, kinds.hour) == (AT, date(2028, 2, 29), time(8, 30))
    assert kinds.moment.tzinfo is UTC


def test_what_json_would_not_carry_whole_is_refused_when_it_is_written():
    with pytest.raises(TypeError, match="price"):
        Together({"odd": select(func.avg(c.version).label("price"))})
    with pytest.raises(TypeError, match="key"):
        Together({"odd": select(literal(b"\x00").label("key"))})
