"""Reads a filter expression, or says where and why it cannot be read; never evaluates one.

    either     = both { ("or" | "||" | "|") both }
    both       = unary { ("and" | "&&" | "&") unary }
    unary      = ("not" | "!") unary | "(" either ")" | comparison
    comparison = field operator value | field ["not"] "in" "[" value { "," value } [","] "]"

Words alone, without an operator, are one value that may have spaces, as gage 0.1.2 has it.
"""

from __future__ import annotations

import re

from gage.where.expression import Bare, Both, Comparator, Comparison, Either, Expression, Membership, Not, Word
from gage.where.fields import DATE_FORM, MISSING, VALUES, is_date, is_duration
from gage.where.meant import date_meant, joint_meant, operator_meant, span_meant, status_meant
from gage.where.tokens import Token, WhereError, tokens

_COMPARATORS: dict[str, Comparator] = {
    "=": "=", "==": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "~": "~", "=~": "~", "!~": "!~", "after": ">", "before": "<", "≤": "<=", "≥": ">=", "≠": "!=",
}  # fmt: skip
_AND = ("and", "&&", "&")
_OR = ("or", "||", "|")
RESERVED = frozenset({"and", "or", "not", "in", "not-in", "after", "before"})
_JOINT = "'and' or 'or' between two conditions"
_TIMES = frozenset({"started", "stopped", "duration"})
_MEANT = {"status": status_meant, "started": date_meant, "stopped": date_meant, "duration": span_meant}
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
        raise parser.left_over()
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
                raise self.unclosed(opening, ")") if self.piece.kind in ("end", "bracket") else self.left_over()
            return inner
        return self.comparison()

    def comparison(self) -> Expression:
        field = self.word("the name of a field, such as op, status or a metric")
        if self.piece.kind == "operator" or self.is_next("after", "before"):
            operator = _COMPARATORS.get(self.piece.text.lower())
            if operator is not None:
                self.at += 1
                return _judged(Comparison(field, operator, self.value(field)))
            if not self.is_next("!", *_AND, *_OR):
                raise self.no_operator(field)
        if self.is_next("not") and self.pieces[self.at + 1].text.lower() == "in":
            self.at += 2
            return self.membership(field, negated=True)
        if self.is_next("in", "not-in"):
            negated = self.piece.text.lower() == "not-in"
            self.at += 1
            return self.membership(field, negated)
        if self.piece.kind == "end" or self.is_next(")", *_AND, *_OR):
            return Bare(field)
        raise self.no_operator(field)

    def membership(self, field: Word, negated: bool) -> Expression:
        opening = self.piece
        if not self.take("[", "("):
            wanted = "a list behind 'in', such as [train, test]"
            is_word = opening.kind in ("word", "quoted")
            raise self.unexpected(wanted, f"[{self.expression[opening.start : opening.end]}]" if is_word else None)
        closing = "]" if opening.text == "[" else ")"
        values: list[Word] = []
        while not self.is_next(closing):
            values.append(self.value(field))
            if not self.take(",") and not self.is_next(closing):
                if self.piece.kind in ("word", "quoted"):
                    raise WhereError("a comma is missing between two values", values[-1].end, self.piece.start, ", ")
                raise self.unclosed(opening, closing)
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
        if first.is_quoted:
            return first
        for count in (2, 1):
            rest = self.pieces[self.at : self.at + count]
            text = " ".join([first.text, *(piece.text for piece in rest)])
            if all(piece.kind == "word" for piece in rest) and (is_date(text) or is_duration(text)):
                self.at += count
                return Word(text, first.start, rest[-1].end)
        if first.text[0].isdecimal() and field.text in _TIMES and not field.is_quoted:
            return self.with_unit(first)
        return first

    def with_unit(self, first: Word) -> Word:
        """A number with the words behind it, of which a time was to be made: it is judged, and underlined, as one."""
        end = self.at
        while end - self.at < 2 and self.pieces[end].kind == "word" and self.pieces[end].text.lower() not in RESERVED:
            end += 1
        words = self.pieces[self.at : end]
        self.at = end
        return Word(" ".join([first.text, *(piece.text for piece in words)]), first.start, self.pieces[end - 1].end)

    def no_operator(self, field: Word) -> WhereError:
        """What to say of words or signs behind a field that are no operator, two of them where both make one."""
        wanted = f"an operator behind '{field.text}', such as = or 'in'"
        piece, after = self.piece, self.pieces[min(self.at + 1, len(self.pieces) - 1)]
        if after.kind == "word" and (meant := operator_meant(f"{piece.text} {after.text}")):
            found = self.expression[piece.start : after.end]
            message = f"expected {wanted}, not {found}; did you mean '{meant}'?"
            return WhereError(message, piece.start, after.end, meant)
        return self.unexpected(wanted, operator_meant(piece.text))

    def unclosed(self, opening: Token, closing: str) -> WhereError:
        """What to say of a bracket without its partner; one of another kind may stand in its place."""
        piece = self.piece
        if piece.kind == "bracket" and piece.text in ")]":
            message = f"the {opening.text} before is closed by {closing}, not {piece.text}"
            return WhereError(message, piece.start, piece.end, closing)
        return WhereError(f"this {opening.text} has no closing {closing}", opening.start, opening.end)

    def left_over(self) -> WhereError:
        """What to say of a piece behind a condition that is complete."""
        piece, before = self.piece, self.pieces[self.at - 1]
        if meant := joint_meant(piece.text) if piece.kind == "word" else None:
            return self.unexpected("", meant)
        end = self.at
        while self.pieces[end].kind == "word" and self.pieces[end].text.lower() not in RESERVED:
            end += 1
        is_value = end > self.at and before.kind == "word" and self.pieces[end].kind != "operator"
        if is_value and not (self.pieces[end].kind == "word" and self.pieces[end].text.lower() not in (*_AND, *_OR)):
            start, stop = before.start, self.pieces[end - 1].end
            quoted = f"'{self.expression[start:stop].strip('“”„«»‘’')}'"
            message = f"expected {_JOINT}, not {piece.text}; text of several words goes in quotes: {quoted}"
            return WhereError(message, start, stop, quoted)
        return self.unexpected()

    def unexpected(self, wanted: str = "", meant: str | None = None) -> WhereError:
        piece = self.piece
        if piece.kind == "end":
            return WhereError(f"expected {wanted}, and the expression ends here", piece.start, piece.end)
        if piece.kind == "bracket" and piece.text in ")]" and not wanted:
            return WhereError(f"this {piece.text} closes nothing", piece.start, piece.end)
        found = self.expression[piece.start : piece.end]
        suggestion = f"; did you mean '{meant}'?" if meant else ""
        return WhereError(f"expected {wanted or _JOINT}, not {found}{suggestion}", piece.start, piece.end, meant)


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
            near = _MEANT[expression.field.text](value.text)
            suggestion = f"; did you mean '{near}'?" if near else ""
            is_day = form == DATE_FORM and re.match(r"\d{4}-\d\d-\d\d(?!\d)", value.text)
            message = f"'{expression.field.text}' is compared with {form}, not {value.text}{suggestion}"
            message = f"the calendar has no {value.text}" if is_day else message
            raise WhereError(message, value.start, value.end, near)
    return expression
