"""What a verb raises when it may not do what it was asked to."""


class Refused(Exception):  # noqa: N818 -- it is an answer, not a fault
    """The request is well-formed and allowed, but the state of things forbids it (HTTP 409).

    `reason` is a sentence for people; `code` a short stable word for programs.
    """

    def __init__(self, reason: str, code: str = "refused") -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
