import assert from "node:assert/strict"
import { test } from "node:test"

import * as texts from "../../src/runs/texts.ts"
import { run } from "./runs.ts"

test("what a run says of itself is shown, never taken for markup", () => {
  const details = texts.details({ ...run({ label: "[x](command:evil) <b>", config: { "a|b": "`c`" } }), files: [], comments: [], dependencies: [], command: "python x.py" }, Date.now())
  assert.ok(details.includes("\\[x\\]\\(command:evil\\) \\<b\\>"))
  assert.ok(details.includes("| a\\|b | \\`c\\` |"))
})

test("a command can be pasted into a shell", () => {
  assert.equal(texts.commandLine(run({ operation: "train", config: { lr: 0.1, name: "it's here" } })), `gage run train lr=0.1 'name=it'\\''s here'`)
})

test("what differs comes first and is marked", () => {
  const row = (name: string, values: (number | null)[], differs: boolean) => ({ name, values, differs })
  const text = texts.comparison({ runs: [run({}), run({ name: "babab-cecec" })], config: [row("a", [1, 1], false), row("b", [1, null], true)], metrics: [], attributes: [] })
  assert.ok(text.indexOf("**b**") < text.indexOf("| a |"))
  assert.ok(text.includes("|  | train kafom | train babab |"))
})
