import assert from "node:assert/strict"
import { test } from "node:test"

import * as words from "../../src/words.ts"

const NOW = Date.parse("2026-03-01T12:00:00Z")

test("ages are told in their largest unit", () => {
  const ages = ["2026-03-01T11:59:59.900Z", "2026-03-01T11:59:59Z", "2026-03-01T11:55:00Z", "2026-02-27T12:00:00Z", "2024-03-01T12:00:00Z"]
  assert.deepEqual(ages.map(each => words.ago(each, NOW)), ["now", "1 second ago", "5 minutes ago", "2 days ago", "2 years ago"])
  assert.equal(words.ago(null, NOW), "")
})

test("durations", () => {
  assert.deepEqual([null, 0.04, 3.26, 59.4, 200, 7_500].map(words.duration), ["", "0s", "3.3s", "59s", "3m 20s", "2h 5m"])
})

test("sizes", () => {
  assert.deepEqual([null, 0, 1023, 1536, 20_480, 5 << 20].map(words.size), ["gone", "0 B", "1023 B", "1.5 KiB", "20 KiB", "5.0 MiB"])
})

test("values keep the digits that count", () => {
  assert.deepEqual([1, 0.123456789, 1e-9, "a", true, null].map(words.value), ["1", "0.12346", "1e-9", "a", "true", "null"])
})

test("the main metric is a loss or an accuracy where there is one", () => {
  assert.deepEqual(words.mainMetric({ a: 1, "val-loss": 2, accuracy: 3 }), ["val-loss", 2])
  assert.deepEqual(words.mainMetric({ gloss: 1, b: 2 }), ["gloss", 1])
  assert.deepEqual(words.mainMetric({ loss: null, b: 2 }), ["b", 2])
  assert.equal(words.mainMetric({}), undefined)
})
