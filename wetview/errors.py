"""The two exceptions that wetview raises on purpose."""


class UserError(Exception):
    """Something that the user caused and can put right.

    Every front end shows the message as it stands, without a traceback. Anything
    else that is raised is a bug.

    Parameters
    ----------
    message : str
        What is wrong, with the name and the value: "voxel size is 0 um".
    hint : str, optional
        The way out: "Give the edge length of one voxel, for example 0.4".
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}. {self.hint}." if self.hint else f"{self.message}."


class Cancelled(Exception):
    """The user asked to stop; what was finished so far is kept."""
