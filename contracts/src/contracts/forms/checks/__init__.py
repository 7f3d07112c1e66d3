"""Is this definition fit to be published? Everything that can be known before anybody answers."""

import msgspec

from contracts.forms.checks.references import reference_faults
from contracts.forms.checks.structure import structure_faults
from contracts.forms.checks.trial import trial_faults
from contracts.forms.faults import Fault, FormFault, fault
from contracts.forms.form import Form
from contracts.forms.plan import plan_of

__all__ = ["check_form"]


def check_form(form: Form) -> list[Fault]:
    """All that its author has to change, in the order of the definition; empty when it can be published.

    A form without faults makes no function of this package raise FormFault.
    """
    try:
        # A form put together in code has not met the limits that decoding sets.
        msgspec.convert(msgspec.to_builtins(form), Form)
    except msgspec.ValidationError as error:
        return [fault("bad_document", reason=error)]
    faults = [*structure_faults(form), *reference_faults(form)]
    if not faults:
        try:
            plan_of(form)
        except FormFault as found:
            return [found.fault]
        faults = trial_faults(form)
    return faults
