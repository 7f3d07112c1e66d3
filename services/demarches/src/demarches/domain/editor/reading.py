"""A document as a definition, if it can be read at all."""

from typing import Any

import msgspec

from chassis.refusals import Fault
from demarches.domain.definition import Definition
from demarches.domain.refusals import DefinitionUnreadable


def must_be_readable(content: Any) -> Definition:
    """Raises DefinitionUnreadable, with the place that cannot be read. Whether it may be published is another question."""
    try:
        return msgspec.convert(content, Definition)
    except (msgspec.ValidationError, ValueError) as error:
        said = str(error)
        pointer = said.rpartition("`$.")[2].rstrip("`") if "`$." in said else ""
        raise DefinitionUnreadable(faults=[Fault(f"/{pointer.replace('.', '/')}", said, "unreadable")]) from error
