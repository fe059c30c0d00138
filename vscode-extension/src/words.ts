/** Times, values and runs in words, the same as on the terminal; knows no editor. */

import type { Run, Value } from "./protocol.ts"

const UNITS: [number, string][] = [
  [365 * 86_400, "year"],
  [30 * 86_400, "month"],
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
]

/** How long ago a time was, in its largest unit; `now` in milliseconds since 1970. */
export function ago(time: string | null, now: number): string {
  if (time === null) return ""
  const seconds = (now - Date.parse(time)) / 1000
  const unit = UNITS.find(([length]) => seconds >= length)
  if (!unit) return "now"
  const count = Math.floor(seconds / unit[0])
  return `${count} ${unit[1]}${count === 1 ? "" : "s"} ago`
}

/** A length of time: `12s`, `3m 20s`, `2h 5m`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return ""
  if (seconds < 10) return `${Math.round(seconds * 10) / 10}s`
  if (seconds < 60) return `${Math.round(seconds)}s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ${Math.round(seconds % 60)}s`
  return `${Math.floor(seconds / 3_600)}h ${Math.round((seconds % 3_600) / 60)}m`
}

/** A size in bytes as people write it. */
export function size(bytes: number | null): string {
  if (bytes === null) return "gone"
  const units = ["B", "KiB", "MiB", "GiB", "TiB"]
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${unit && value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}

/** A value as it is shown: numbers with five digits that count. */
export function value(of: Value): string {
  if (typeof of !== "number" || Number.isInteger(of)) return String(of)
  return String(Number(of.toPrecision(5)))
}

/** The half of a run's name that people say. */
export function shortName(run: Pick<Run, "name">): string {
  return run.name.split("-", 1)[0] ?? run.name
}

/** `1 run`, `2 runs`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

/** The metric to tell of a run where there is room for one: the loss or accuracy, if any, else the first. */
export function mainMetric(metrics: Record<string, number | null>): [string, number] | undefined {
  const told = Object.entries(metrics).filter((entry): entry is [string, number] => entry[1] !== null)
  return told.find(([name]) => /(^|[^a-z])(loss|acc|accuracy)$/i.test(name)) ?? told[0]
}
