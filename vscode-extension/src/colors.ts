/** One colour for each run, the same wherever it is drawn; a function of the id alone. */

// Of Okabe and Ito (2008), which people who see colours otherwise can tell apart; black and yellow are left out, which
// one of light and dark backgrounds swallows.
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8f6bd1", "#a3623a"]

/** The colours of some runs: each its own as long as there are enough. */
export function colors(ids: readonly string[]): Map<string, string> {
  const taken = new Map<string, string>()
  for (const id of ids) {
    const start = hash(id) % PALETTE.length
    const order = PALETTE.map((_, index) => PALETTE[(start + index) % PALETTE.length] ?? "")
    const free = order.find(color => ![...taken.values()].includes(color))
    taken.set(id, free ?? order[0] ?? "")
  }
  return taken
}

function hash(text: string): number {
  let found = 0
  for (const char of text) found = (found * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  return found
}
