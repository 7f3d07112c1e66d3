"""Why a message cannot be written."""


class CannotBeWritten(ValueError):
    """`reason` is a status for whoever mends it. `hopeless`: time alone will not."""

    hopeless = False

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class UnusableValue(CannotBeWritten):
    """A value is missing or is not of its kind: « missing-value:link »."""


class NotAnAddress(CannotBeWritten):
    """Not exactly one mail address. It is not repeated here."""

    hopeless = True

    def __init__(self) -> None:
        super().__init__("not-an-address")
