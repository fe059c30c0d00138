import assert from "node:assert/strict"
import { test } from "node:test"

import type { RunsParams } from "../../src/protocol.ts"
import { askForAll, EVERYTHING, grouped } from "../../src/runs/model.ts"
import { run } from "./runs.ts"

test("projects that share a runs directory are asked for each and shown once", async () => {
  const asked: RunsParams[] = []
  const ask = async (params: RunsParams & { uri: string }) => {
    asked.push(params)
    return { runs: [run({})], total: 1, all: 2, runsDir: params.uri === "c" ? "/other" : "/runs", skipped: [] }
  }
  const projects = await askForAll(ask, ["a", "b", "c"], { ...EVERYTHING, where: "train" }, 10, false)
  assert.deepEqual(projects.map(each => [each.uri, each.runsDir]), [["a", "/runs"], ["c", "/other"]])
  assert.deepEqual(asked[0], { uri: "a", limit: 10, deleted: false, where: "train" })
})

test("groups keep the order of the runs, and a run with two tags is in both", () => {
  const today = new Date(2026, 2, 2, 12)
  const runs = [
    run({ operation: "train", tags: ["best", "old"], started: today.toISOString() }),
    run({ operation: "eval", status: "error", started: new Date(2026, 2, 1, 12).toISOString() }),
    run({ operation: "train", status: "staged", started: null }),
    run({ operation: "eval", started: new Date(2026, 0, 5, 12).toISOString() }),
  ]
  const names = (grouping: "none" | "operation" | "status" | "day" | "tag") => grouped(runs, grouping, today).map(group => `${group.name} ${group.runs.length}`)
  assert.deepEqual(names("none"), [" 4"])
  assert.deepEqual(names("operation"), ["train 2", "eval 2"])
  assert.deepEqual(names("status"), ["completed 2", "error 1", "staged 1"])
  assert.deepEqual(names("day"), ["today 1", "yesterday 1", "not started 1", "2026-01-05 1"])
  assert.deepEqual(names("tag"), ["best 1", "old 1", "no tag 3"])
})
