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
