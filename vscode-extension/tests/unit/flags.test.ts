import assert from "node:assert/strict"
import { test } from "node:test"

import { kind, missing, read, whyNot, words } from "../../src/operations/flags.ts"
import type { Flag } from "../../src/protocol.ts"

test("flags become words that keep names and values apart", () => {
  assert.deepEqual(words({ lr: 0.1, "data.path": "a b", on: true, off: null }), [`"lr"=0.1`, `"data.path"=a b`, `"on"=true`, `"off"=null`])
})

const flag = (of: Partial<Flag>): Flag => ({ name: "x", type: "any", default: null, choices: [], min: null, max: null, required: false, description: null, file: null, ...of })

const REFUSED: [string, Partial<Flag>, string | undefined][] = [
  ["0.5", { type: "number" }, undefined],
  ["x", { type: "number" }, "Write a number."],
  ["", { type: "number" }, "Write a number."],
  ["0.5", { type: "integer" }, "Write a whole number."],
  ["0", { type: "integer", min: 1 }, "It must be at least 1."],
  ["9", { type: "integer", max: 8 }, "It must be at most 8."],
  ["yes", { type: "boolean" }, "Write true or false."],
  ["", { type: "string", required: true }, "It must be given."],
  ["anything", { type: "string" }, undefined],
  ["anything", {}, undefined],
]

for (const [typed, of, expected] of REFUSED)
  test(`${JSON.stringify(typed)} for ${JSON.stringify(of)}`, () => {
    assert.equal(whyNot(typed, flag(of)), expected)
    if (expected === undefined) assert.equal(typeof read(typed, flag(of)), of.type ?? "string")
  })

test("what a flag may be is told in words", () => {
  assert.deepEqual([{}, { type: "integer", min: 1, max: 8 }, { choices: ["a", 1] }].map(of => kind(flag(of as Partial<Flag>))), ["", "integer, at least 1, at most 8", "one of a, 1"])
})

test("what must be given is missing until it is", () => {
  const known = [flag({ name: "a", required: true }), flag({ name: "b", required: true, default: 1 })]
  assert.deepEqual([missing(known, {}), missing(known, { a: 1 })], [["a"], []])
})
