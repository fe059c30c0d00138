"""Series as characters: small bars in a table, and curves with axes; pure functions of values and a width."""
