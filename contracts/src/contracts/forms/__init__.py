"""The form language: forms are data, and this is the one place that knows what they mean.

Pure and deterministic: the day and the profile are given, nothing is read. See README.md beside this file.
"""

from contracts.forms.checks import check_form
from contracts.forms.context import Context
from contracts.forms.decoding import RowButton, answers_from_fields, row_button
from contracts.forms.eligibility import eligibility
from contracts.forms.encoding import field_name, fields_from_answers
from contracts.forms.explain import Explanation, Known, explain, explain_item
from contracts.forms.faults import Fault, FormFault
from contracts.forms.form import AnyItem, Column, Form, Section, Step, Table, flat, read_form
from contracts.forms.pieces import PieceAsked, pieces_asked
from contracts.forms.privacy import without_sensitive
from contracts.forms.profile import prefill, write_back, written_back
from contracts.forms.recap import Line, RecapSection, recap, shown
from contracts.forms.steps import drives, next_step, previous_step, shown_ids, visible_steps
from contracts.forms.validation.reading import Problem
from contracts.forms.validation.result import Result, merged, validate, validate_step
from contracts.forms.words import Words, say, told_in

__all__ = [
    "AnyItem",
    "Column",
    "Context",
    "Explanation",
    "Fault",
    "Form",
    "FormFault",
    "Known",
    "Line",
    "PieceAsked",
    "Problem",
    "RecapSection",
    "Result",
    "RowButton",
    "Section",
    "Step",
    "Table",
    "Words",
    "answers_from_fields",
    "check_form",
    "drives",
    "eligibility",
    "explain",
    "explain_item",
    "field_name",
    "fields_from_answers",
    "flat",
    "merged",
    "next_step",
    "pieces_asked",
    "prefill",
    "previous_step",
    "read_form",
    "recap",
    "row_button",
    "say",
    "shown",
    "shown_ids",
    "told_in",
    "validate",
    "validate_step",
    "visible_steps",
    "without_sensitive",
    "write_back",
    "written_back",
]
