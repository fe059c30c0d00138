import assert from "node:assert/strict"
import { test } from "node:test"

import { choiceOf, moved, NOTHING, sorted, width } from "../../src/page/table/choice.ts"
import { columnsOf, differs, seen, text } from "../../src/page/table/columns.ts"
import { csv, pasted } from "../../src/page/table/csv.ts"
import { merged } from "../../src/page/table/merge.ts"
import { Selection } from "../../src/page/table/selection.ts"
import { expression, operators, places, sorting, term } from "../../src/page/table/terms.ts"
import { run } from "./runs.ts"

const RUNS = [
  run({ id: "1", config: { lr: 0.1, depth: 2, name: "a" }, metrics: { loss: 0.5 }, tags: ["x", "y"] }),
  run({ id: "2", config: { lr: 0.1, depth: "deep" }, metrics: {}, label: 'say "hi", all', status: "error", exit_code: 3 }),
]
const column = (id: string) => {
  const found = columnsOf(RUNS).find(each => each.id === id)
  assert.ok(found, id)
  return found
}

test("there is a column for what any run has, named as the field of the filter language", () => {
  assert.deepEqual(columnsOf(RUNS).slice(9).map(each => [each.id, each.type]), [["metric:loss", "number"], ["config:depth", "text"], ["config:lr", "number"], ["config:name", "text"]])
  assert.equal(column("config:name").value(RUNS[1] ?? RUNS[0]!), null)
})

test("a run without a value named like what every object has, has none", () => {
  const [first, second] = [run({ config: { constructor: 1 } }), run({})]
  const found = columnsOf([first, second]).find(each => each.id === "config:constructor")
  assert.deepEqual([found?.value(first), found?.value(second)], [1, null])
})

test("columns are seen as chosen: the first always, new ones at the end of the order", () => {
  const choice = { ...NOTHING, order: ["config:lr", "status"], visible: { op: false, name: false, id: true } }
  const ids = seen(columnsOf(RUNS), RUNS, choice).map(each => each.id)
  assert.deepEqual(ids.slice(0, 4), ["name", "config:lr", "status", "label"])
  assert.ok(ids.includes("id") && !ids.includes("op"))
  const changed = seen(columnsOf(RUNS), RUNS, { ...choice, onlyChanged: true }).map(each => each.id)
  assert.ok(!changed.includes("config:lr") && changed.includes("config:depth"))
  assert.equal(differs(column("config:lr"), RUNS), false)
})

test("cells say what people say", () => {
  const now = Date.parse("2026-03-01T13:00:00Z")
  assert.deepEqual(["name", "started", "duration", "status", "tag", "metric:loss", "label"].map(id => RUNS.map(each => text(column(id), each, now))), [
    ["kafom", "kafom"], ["1 hour ago", "1 hour ago"], ["3s", "3s"], ["completed", "error (3)"], ["x, y", ""], ["0.5", ""], ["", 'say "hi", all'],
  ])
})

test("a click sorts up, down, not; with Shift beside the others", () => {
  const up = sorted([], "a", false)
  assert.deepEqual(up, [{ id: "a", descending: false }])
  const down = sorted(up, "a", false)
  assert.deepEqual(down, [{ id: "a", descending: true }])
  assert.deepEqual(sorted(down, "a", false), [])
  const both = sorted(down, "b", true)
  assert.deepEqual(both.map(each => each.id), ["a", "b"])
  assert.deepEqual(sorted(both, "a", true), [{ id: "b", descending: false }])
  assert.deepEqual(sorted(both, "c", false), [{ id: "c", descending: false }])
})

test("a column takes the place of the one it is dropped on; the first stays", () => {
  const ids = ["first", "a", "b", "c"]
  assert.deepEqual(moved(ids, "a", "c"), ["first", "b", "c", "a"])
  assert.deepEqual(moved(ids, "c", "a"), ["first", "c", "a", "b"])
  assert.deepEqual(moved(ids, "a", "first"), ids)
  assert.deepEqual([width(3), width(100.4), width(9999)], [40, 100, 800])
})

test("of what was kept, only what is a choice is taken", () => {
  assert.deepEqual(choiceOf(undefined), NOTHING)
  const choice = { ...NOTHING, order: ["a"], visible: { b: false }, widths: { c: 80 }, sorts: [{ id: "d", descending: true }], terms: ["e"], onlyChanged: true }
  assert.deepEqual(choiceOf(JSON.parse(JSON.stringify(choice))), choice)
  assert.deepEqual(choiceOf({ order: 1, visible: { a: 1 }, widths: null, sorts: [null, { id: 1 }], terms: [2] }), NOTHING)
})

test("terms are quoted where the language would read something else", () => {
  assert.equal(term("metric:loss", "<", "-0.5"), "metric:loss < -0.5")
  assert.equal(term("label", "~", 'a "b" \\'), 'label ~ "a \\"b\\" \\\\"')
  assert.equal(term("config:my key", "=", "or"), '"config:my key" = "or"')
  assert.equal(term("label", "missing", ""), "label = missing")
  assert.equal(term("label", "present", "x"), "label != missing")
  assert.equal(sorting([{ id: "config:a b", descending: true }, { id: "loss", descending: false }]), '-"config:a b",loss')
  for (const type of ["number", "text", "status", "tag", "time", "duration", "boolean", "name"] as const) assert.ok(operators(type).length)
})

test("several terms are one expression, in which each is found again", () => {
  const terms = ["a = 1 or b = 2", "c"]
  assert.equal(expression(terms), "(a = 1 or b = 2) and (c)")
  assert.deepEqual(places(terms).map((start, at) => expression(terms).slice(start, start + (terms[at]?.length ?? 0))), terms)
  assert.deepEqual([expression([]), expression(["x"]), places(["x"])], ["", "x", [0]])
})

test("rows are selected by clicks and keys", () => {
  const order = ["a", "b", "c", "d", "e"]
  const selection = new Selection()
  const plain = { shift: false, toggle: false }
  selection.take(order, "b", plain)
  selection.take(order, "d", { shift: true, toggle: false })
  assert.deepEqual([...selection.ids], ["b", "c", "d"])
  selection.take(order, "c", { shift: false, toggle: true })
  assert.deepEqual([...selection.ids], ["b", "d"])
  selection.step(order, 1, plain)
  assert.deepEqual([[...selection.ids], selection.active], [["d"], "d"])
  selection.step(order, Infinity, { shift: true, toggle: false })
  assert.deepEqual([...selection.ids], ["d", "e"])
  selection.retain(["a", "e"])
  assert.deepEqual([[...selection.ids], selection.active], [["e"], "e"])
  selection.clear()
  assert.equal(selection.ids.size, 0)
  selection.step([], 1, plain)
})

test("comma-separated values are those in full, quoted where they must be", () => {
  const columns = [column("name"), column("label"), column("metric:loss"), column("started")]
  assert.equal(csv(columns, RUNS), 'name,label,metric:loss,started\r\nkafom-fikud,,0.5,2026-03-01T12:00:00Z\r\nkafom-fikud,"say ""hi"", all",,2026-03-01T12:00:00Z\r\n')
})

test("what is known of some rows is put into all of them", () => {
  const known = ["a", "b", "c", "d"].map(id => run({ id }))
  const ids = (page: string[], offset: number) => merged(known, page.map(id => run({ id })), offset).map(each => each.id).join("")
  assert.equal(ids(["new", "a"], 0), "newabcd")
  assert.equal(ids(["c", "b"], 1), "acbd")
  assert.equal(ids(["x"], 9), "abcdx")
})

test("rows are copied as they are shown", () => {
  const columns = [column("name"), column("label"), column("status")]
  assert.equal(pasted(columns, RUNS, 0), 'Run\tLabel\tStatus\nkafom\t\tcompleted\nkafom\tsay "hi", all\terror (3)')
})
