"""Which HTML fields an item has.

Names are the item's id, a dot and a part (`address.city`, `birth_date.day`), and for tables a row number
(`children[0].name`).
"""

from collections.abc import Mapping
from enum import Enum

from contracts.forms import items as kinds
from contracts.forms.parts import ADDRESS_PARTS, DATE_PARTS, MEMBER_ID, PERIOD_PARTS


class Leaf(Enum):
    ONE = "one field"
    MANY = "one field, several times"
    DATE = "three fields"


Shape = Leaf | Mapping[str, "Shape"]


def shape_of(item: kinds.Item) -> Shape | None:
    """None for what people do not answer; a table is no shape but rows of them."""
    if isinstance(item, kinds.Date):
        return Leaf.DATE
    if isinstance(item, kinds.Period):
        return dict.fromkeys(PERIOD_PARTS, Leaf.DATE)
    if isinstance(item, kinds.Address):
        return dict.fromkeys(ADDRESS_PARTS, Leaf.ONE)
    if isinstance(item, kinds.Person | kinds.HouseholdMember):
        person: dict[str, Shape] = {part: Leaf.DATE if part == "birth_date" else Leaf.ONE for part in item.parts}
        return person if isinstance(item, kinds.Person) else {MEMBER_ID: Leaf.ONE} | person
    if isinstance(item, kinds.Choice) and item.multiple:
        return Leaf.MANY
    return Leaf.ONE if isinstance(item, kinds.Question) else None


def parts_of(shape: Shape) -> Mapping[str, Shape]:
    if shape is Leaf.DATE:
        return dict.fromkeys(DATE_PARTS, Leaf.ONE)
    return {} if isinstance(shape, Leaf) else shape
