/** What is known of some rows put into all of them; asks nobody. */

import type { Run } from "../../protocol.ts"

/** Runs with those of a page at their place; a run that was elsewhere before is there no more. */
export function merged(runs: readonly Run[], page: readonly Run[], offset: number): Run[] {
  const ids = new Set(page.map(run => run.id))
  const others = runs.filter(run => !ids.has(run.id))
  const at = Math.min(offset, others.length)
  return [...others.slice(0, at), ...page, ...others.slice(at)]
}
