import assert from "node:assert/strict"
import { test } from "node:test"

import { Refusal, type Source } from "../../src/page/source.ts"
import { Runs, type Listed } from "../../src/page/table/runs.ts"
import type { Run, RunsParams } from "../../src/protocol.ts"
import { run } from "./runs.ts"

/** A source with so many runs, as the server has them. */
function sourceOf(runs: Run[]): { source: Source; asked: RunsParams[] } {
  const asked: RunsParams[] = []
  const ask = async (_: string, { where, offset = 0, limit }: RunsParams) => {
    asked.push({ ...(where !== undefined && { where }), offset, ...(limit !== undefined && { limit }) })
    if (where === "wrong") throw new Refusal("no")
    return { runs: runs.slice(offset, offset + (limit ?? runs.length)), total: runs.length, all: runs.length, runsDir: "", skipped: [] }
  }
  return { source: { ask } as unknown as Source, asked }
}

const many = (count: number) => Array.from({ length: count }, (_, index) => run({ id: String(index) }))

function table(runs: Run[]): { table: Runs; asked: RunsParams[]; shown: Listed[]; again: number[] } {
  const { source, asked } = sourceOf(runs)
  const shown: Listed[] = []
  const again: number[] = []
  return { table: new Runs(source, { show: listed => shown.push(listed), sight: () => ({ startIndex: 5, endIndex: 9 }), again: () => again.push(1) }), asked, shown, again }
}

test("runs come in pages, each shown as it comes", async () => {
  const { table: asking, asked, shown } = table(many(2_500))
  await asking.ask({ where: "", sort: "" })
  assert.deepEqual(asked.map(each => each.offset), [0, 1_000, 2_000])
  assert.deepEqual(shown.map(each => each.runs.length), [1_000, 2_000, 2_500])
})

test("of many runs only those in sight are asked for again at once, all of them later", async () => {
  const runs = many(1_500)
  const { table: asking, asked, shown, again } = table(runs)
  await asking.ask({ where: "", sort: "" })
  runs[6] = run({ id: "6", label: "new" })
  runs[1_400] = run({ id: "1400", label: "new" })
  asked.length = 0
  await asking.ask({ where: "", sort: "" })
  assert.deepEqual(asked, [{ offset: 5, limit: 5 }])
  assert.deepEqual([6, 1_400].map(at => shown.at(-1)?.runs[at]?.label), ["new", null])
  while (!again.length) await new Promise(resolve => setTimeout(resolve, 1))
  await asking.ask({ where: "", sort: "" })
  assert.equal(shown.at(-1)?.runs[1_400]?.label, "new")
})

test("of questions that come while one is under way only the last is asked", async () => {
  const { table: asking, asked } = table(many(3))
  await Promise.all(["a", "wrong", "c"].map(where => asking.ask({ where, sort: "" })))
  assert.deepEqual(asked.map(each => each.where), ["a", "c"])
  await assert.rejects(() => asking.ask({ where: "wrong", sort: "" }), Refusal)
})
