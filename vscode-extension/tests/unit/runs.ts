/** Runs to test with. */

import type { Run } from "../../src/protocol.ts"

export function run(of: Partial<Run>): Run {
  return {
    id: "0190a0c0-0000-7000-8000-000000000001",
    name: "kafom-fikud",
    operation: "train",
    namespace: "demo",
    version: null,
    status: "completed",
    label: null,
    tags: [],
    started: "2026-03-01T12:00:00Z",
    stopped: "2026-03-01T12:00:03Z",
    duration: 3,
    exit_code: 0,
    config: {},
    metrics: {},
    attributes: {},
    project: "/w",
    project_id: null,
    run_dir: "/runs/x",
    ...of,
  }
}
