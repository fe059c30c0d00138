"""Reads a filter expression, or says where and why it cannot be read; never evaluates one.

    either     = both { ("or" | "||" | "|") both }
    both       = unary { ("and" | "&&" | "&") unary }
    unary      = ("not" | "!") unary | "(" either ")" | comparison
    comparison = field operator value | field ["not"] "in" "[" value { "," value } [","] "]"

Words alone, without an operator, are one value that may have spaces, as gage 0.1.2 has it.
"""

from __future__ import annotations

from gage.where.expression import Bare, Both, Comparator, Comparison, Either, Expression, Membership, Not, Word
from gage.where.fields import MISSING, STATUSES, VALUES, is_date, is_duration
from gage.where.tokens import Token, WhereError, tokens

_COMPARATORS: dict[str, Comparator] = {
    "=": "=", "==": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "~": "~", "=~": "~", "!~": "!~", "after": ">", "before": "<",
}  # fmt: skip
_AND = ("and", "&&", "&")
_OR = ("or", "||", "|")
RESERVED = frozenset({"and", "or", "not", "in", "not-in", "after", "before"})
_JOINT = "'and' or 'or' between two conditions"
_DEEPEST = 50
_LONGEST = 10_000


def parse(expression: str) -> Expression | None:
    """What an expression says; None where it is blank, which selects every run.

    Raises:
        WhereError: it cannot be understood; says where.
    """
    if len(expression) > _LONGEST:
        raise WhereError(f"an expression has at most {_LONGEST:,} characters", 0, len(expression))
    pieces = list(tokens(expression))
    if len(pieces) == 1:
        return None
    if all(piece.kind == "word" and piece.text not in RESERVED for piece in pieces[:-1]):
        start, end = pieces[0].start, pieces[-2].end
        return Bare(Word(" ".join(expression[start:end].split()), start, end))
    parser = _Parser(expression, pieces)
    parsed = parser.either(0)
    if parser.piece.kind != "end":
        raise parser.unexpected()
    return parsed


class _Parser:
    """A recursive descent over the pieces; depth is bounded, loops take chains of any length."""

    def __init__(self, expression: str, pieces: list[Token]) -> None:
        self.expression = expression
        self.pieces = pieces
        self.at = 0

    @property
    def piece(self) -> Token:
        return self.pieces[self.at]

    def is_next(self, *texts: str) -> bool:
        return self.piece.kind in ("word", "operator", "bracket", "comma") and self.piece.text.lower() in texts

    def take(self, *texts: str) -> bool:
        """Go past the next piece if it is one of these."""
        found = self.is_next(*texts)
        self.at += found
        return found

    def either(self, depth: int) -> Expression:
        left = self.both(depth)
        while self.take(*_OR):
            left = Either(left, self.both(depth))
        return left

    def both(self, depth: int) -> Expression:
        left = self.unary(depth)
        while self.take(*_AND):
            left = Both(left, self.unary(depth))
        return left

    def unary(self, depth: int) -> Expression:
        opening = self.piece
        if depth > _DEEPEST:
            raise WhereError(f"this is nested more than {_DEEPEST} levels deep", opening.start, opening.end)
        if self.take("not", "!"):
            return Not(self.unary(depth + 1))
        if self.take("("):
            inner = self.either(depth + 1)
            if not self.take(")"):
                raise WhereError("this ( has no closing )", opening.start, opening.end)
            return inner
        return self.comparison()

    def comparison(self) -> Expression:
        field = self.word("the name of a field, such as op, status or a metric")
        if self.piece.kind == "operator" or self.is_next("after", "before"):
            operator = _COMPARATORS.get(self.piece.text.lower())
            if operator is not None:
                self.at += 1
                return _judged(Comparison(field, operator, self.value(field)))
        if self.is_next("not") and self.pieces[self.at + 1].text.lower() == "in":
            self.at += 2
            return self.membership(field, negated=True)
        if self.is_next("in", "not-in"):
            negated = self.piece.text.lower() == "not-in"
            self.at += 1
            return self.membership(field, negated)
        if self.piece.kind == "end" or self.is_next(")", *_AND, *_OR):
            return Bare(field)
        raise self.unexpected(f"an operator behind '{field.text}', such as = or 'in'")

    def membership(self, field: Word, negated: bool) -> Expression:
        opening = self.piece
        if not self.take("[", "("):
            raise self.unexpected("a list behind 'in', such as [train, test]")
        closing = "]" if opening.text == "[" else ")"
        values: list[Word] = []
        while not self.is_next(closing):
            values.append(self.value(field))
            if not self.take(",") and not self.is_next(closing):
                if self.piece.kind in ("word", "quoted"):
                    raise WhereError("a comma is missing between two values", values[-1].end, self.piece.start, ", ")
                raise WhereError(f"this {opening.text} has no closing {closing}", opening.start, opening.end)
        self.at += 1
        if not values:
            raise WhereError("this list is empty, so it selects nothing", opening.start, self.pieces[self.at - 1].end)
        return _judged(Membership(field, tuple(values), negated))

    def word(self, wanted: str) -> Word:
        piece = self.piece
        if piece.kind == "quoted" or (piece.kind == "word" and piece.text.lower() not in RESERVED):
            self.at += 1
            return Word(piece.text, piece.start, piece.end, piece.kind == "quoted")
        raise self.unexpected(wanted)

    def value(self, field: Word) -> Word:
        """A value, of several words where they are a time, such as ``30 days ago``."""
        first = self.word(f"a value to compare '{field.text}' with")
        for count in (2, 1):
            rest = self.pieces[self.at : self.at + count]
            text = " ".join([first.text, *(piece.text for piece in rest)])
            is_plain = not first.is_quoted and all(piece.kind == "word" for piece in rest)
            if is_plain and (is_date(text) or is_duration(text)):
                self.at += count
                return Word(text, first.start, rest[-1].end)
        return first

    def unexpected(self, wanted: str = "") -> WhereError:
        piece = self.piece
        if piece.kind == "end":
            return WhereError(f"expected {wanted}, and the expression ends here", piece.start, piece.end)
        if piece.kind == "bracket" and piece.text in ")]":
            return WhereError(f"this {piece.text} closes nothing", piece.start, piece.end)
        found = self.expression[piece.start : piece.end]
        return WhereError(f"expected {wanted or _JOINT}, not {found}", piece.start, piece.end)


def _judged(expression: Comparison | Membership) -> Expression:
    """The expression, if its values are such as its field can have.

    Raises:
        WhereError: a value has another form, which no run can have.
    """
    if expression.field.is_quoted or expression.field.text not in VALUES:
        return expression
    if isinstance(expression, Comparison) and expression.operator in ("~", "!~"):
        return expression
    has_form, form = VALUES[expression.field.text]
    values = expression.values if isinstance(expression, Membership) else (expression.value,)
    for value in values:
        if not has_form(value.text) and value.text not in MISSING:
            near = _nearest_status(value.text) if expression.field.text == "status" else None
            suggestion = f"; did you mean {near}?" if near else ""
            message = f"'{expression.field.text}' is compared with {form}, not {value.text}{suggestion}"
            raise WhereError(message, value.start, value.end, near)
    return expression


def _nearest_status(text: str) -> str | None:
    starting = [status for status in STATUSES if len(text) >= 3 and status.startswith(text.lower())]
    from difflib import get_close_matches  # only a mistake needs it

    return next(iter(starting or get_close_matches(text.lower(), STATUSES, 1)), None)
