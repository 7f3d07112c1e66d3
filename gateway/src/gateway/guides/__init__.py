"""What is explained to agents, administrators, operators and citizens: one text per audience and language, of which the
help pages, the guided tours, the help of each page and the memos on paper are made."""

from gateway.guides.reading import AUDIENCES, Guide, Passage, guide_of, passage_for, quoting

__all__ = ["AUDIENCES", "Guide", "Passage", "guide_of", "passage_for", "quoting"]
