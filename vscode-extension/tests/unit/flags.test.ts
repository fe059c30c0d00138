import assert from "node:assert/strict"
import { test } from "node:test"

import { read, whyNot, words } from "../../src/operations/flags.ts"
import type { Value } from "../../src/protocol.ts"

test("flags become words that keep names and values apart", () => {
  assert.deepEqual(words({ lr: 0.1, "data.path": "a b", on: true, off: null }), [`"lr"=0.1`, `"data.path"=a b`, `"on"=true`, `"off"=null`])
})

const REFUSED: [string, Value, string | undefined][] = [
  ["0.5", 1, undefined],
  ["x", 1, "Write a number."],
  ["", 1, "Write a number."],
  ["yes", true, "Write true or false."],
  ["anything", "text", undefined],
  ["anything", null, undefined],
]

for (const [typed, before, expected] of REFUSED)
  test(`${JSON.stringify(typed)} in the place of ${before}`, () => {
    assert.equal(whyNot(typed, before), expected)
    if (expected === undefined) assert.equal(typeof read(typed, before), before === null ? "string" : typeof before)
  })
