import assert from "node:assert/strict"
import { test } from "node:test"

import { colors } from "../../src/colors.ts"
import { aligned, Curve, smoothed } from "../../src/page/points.ts"

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
