"""What can go wrong with an expression: each kind a type, with its place and a sentence in both languages."""

from weimin.lib.bilingual import Bilingual

__all__ = ["ClockNotGiven", "Fault", "FeelError", "FeelEvaluationError", "FeelLimitError", "FeelSyntaxError"]


class FeelError(Exception):
    """Something is wrong with an expression; ``line`` and ``column`` count from 1."""

    def __init__(self, message: Bilingual, line: int = 1, column: int = 1) -> None:
        super().__init__(message, line, column)
        self.message = message
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return str(self.located)

    @property
    def located(self) -> Bilingual:
        """The message with its place in front."""
        return Bilingual(
            f"第 {self.line} 行第 {self.column} 列：{self.message.zh}",
            f"line {self.line}, column {self.column}: {self.message.en}",
        )


class FeelSyntaxError(FeelError):
    """The text is not an expression of the language."""


class FeelEvaluationError(FeelError):
    """The value could not be computed. FEEL answers null; this says why, and is raised only where null would mislead."""


class ClockNotGiven(FeelEvaluationError):
    """``now()`` or ``today()`` was called, and the caller gave no instant."""


class FeelLimitError(FeelError):
    """The expression, or its evaluation, is larger than is allowed. It never hangs and never exhausts the machine."""


class Fault(Exception):
    """Raised inside a function or operator; the call site turns it into null and a problem with its place."""

    def __init__(self, zh: str, en: str, **values: object) -> None:
        super().__init__(en)
        message = Bilingual(zh, en)
        self.message = message.format(**values) if values else message
