import assert from "node:assert/strict"
import { test } from "node:test"

import { colors } from "../../src/colors.ts"
import { delta, shownRows } from "../../src/page/deltas.ts"
import { svg } from "../../src/page/picture.ts"
import { aligned, Curve, smoothed } from "../../src/page/points.ts"
import type { Value } from "../../src/protocol.ts"

test("points come in any order, and of equal steps the last one counts", () => {
  const curve = new Curve()
  curve.add({ steps: [3, 1], values: [30, 10], times: [null, null] })
  curve.add({ steps: [2, 3], values: [null, 31], times: [null, null] })
  assert.deepEqual(curve.points, [[1, 10], [2, null], [3, 31]])
})

test("smoothing keeps a constant, gaps and the first value", () => {
  const constant: [number, number | null][] = [[0, 2], [1, 2], [2, null], [3, 2]]
  const rounded = smoothed(constant, 0.9).map(([step, value]) => [step, value && Math.round(value * 1e9) / 1e9])
  assert.deepEqual(rounded, constant)
  assert.deepEqual(smoothed([[0, 1], [1, 5]], 0), [[0, 1], [1, 5]])
  const [first, second] = smoothed([[0, 1], [1, 5]], 0.5)
  assert.deepEqual([first?.[1], Math.round((second?.[1] ?? 0) * 1000)], [1, 3667])
})

test("curves with other steps share an axis", () => {
  assert.deepEqual(aligned([[[0, 1], [2, 3]], [[1, 5]]]), [[0, 1, 2], [1, undefined, 3], [undefined, 5, undefined]])
})

test("runs have colours of their own, which stay theirs", () => {
  const ids = Array.from({ length: 8 }, (_, index) => `run-${index}`)
  assert.equal(new Set(colors(ids).values()).size, 8)
  assert.equal(colors([ids[0] ?? ""]).get("run-0"), colors(ids).get("run-0"))
  assert.equal(colors([...ids, "one more"]).size, 9)
})

test("points over time begin at a time, and leave out what has none", () => {
  const curve = new Curve()
  curve.add({ steps: [0, 1, 2], values: [1, 2, 3], times: ["2026-01-01T00:00:10Z", null, "2026-01-01T00:00:12.5Z"] })
  assert.deepEqual(curve.since(curve.begun), [[0, 1], [2.5, 3]])
  assert.equal(new Curve().begun, Infinity)
})

test("a difference is told as it is and in percent", () => {
  const told: [Value, Value, string | undefined][] = [[1.5, 1, "+0.5 (+50%)"], [-2, -1, "−1 (−100%)"], [1, 0, "+1"], [1, 1, undefined], ["a", 1, undefined], [1, null, undefined]]
  for (const [value, baseline, said] of told) assert.equal(delta(value, baseline), said)
  const rows = [true, false].map(differs => ({ name: String(differs), values: [], differs }))
  assert.deepEqual([shownRows(rows, true).length, shownRows(rows, false).length], [1, 2])
})

test("a picture has the curves with their gaps, and names as text alone", () => {
  const drawn = svg({
    title: "<loss> & more", width: 200, height: 100, box: [40, 20, 150, 60], across: [[50, "1"]], up: [[30, "0.5"]],
    curves: [{ name: "kafom", color: "#0072b2", points: [[40, 20], [50.123, 30], null, [60, 40], [70, 50]] }],
    colors: { text: "#222", background: "#fff", line: "#ccc" },
  })
  assert.match(drawn, /d="M40 20L50.12 30M60 40L70 50"/)
  assert.match(drawn, /&#60;loss&#62; &#38; more/)
  for (const said of [">1<", ">0.5<", ">kafom<"]) assert.ok(drawn.includes(said), said)
})
