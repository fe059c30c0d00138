/** Finds a Python that can start Gage; refuses those that are too old or cannot be started, each with the reason. */

import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { promisify } from "node:util"

import type { Candidate } from "./candidates.ts"

export const OLDEST = [3, 10] as const

export interface Interpreter extends Candidate {
  /** Such as `3.12.1`. */
  version: string
}

/** Why a Python was not taken. */
export interface Refused extends Candidate {
  reason: string
}

export interface Found {
  interpreter: Interpreter | undefined
  refused: Refused[]
}

const run = promisify(execFile)
const TIME_LIMIT = 10_000 // milliseconds; the first start of a Python on a network drive takes seconds
const MOST_TRIED = 6

/** The first of the candidates that is there and new enough. */
export async function findInterpreter(candidates: readonly Candidate[]): Promise<Found> {
  const refused: Refused[] = []
  for (const candidate of candidates) {
    if (!existsSync(candidate.path) || refused.length >= MOST_TRIED) {
      if (candidate.origin === "setting") refused.push({ ...candidate, reason: "there is no such file" })
      continue
    }
    const answer = await version(candidate.path)
    if (isNewEnough(answer)) return { interpreter: { ...candidate, version: answer }, refused }
    refused.push({ ...candidate, reason: answer })
  }
  return { interpreter: undefined, refused }
}

/** The version of a Python, or why it has none. */
async function version(python: string): Promise<string> {
  const program = "import sys; sys.stdout.write('.'.join(map(str, sys.version_info[:3])))"
  try {
    // Isolated: what lies in the working directory, or is named by PYTHONPATH, must not be imported.
    return (await run(python, ["-I", "-S", "-c", program], { timeout: TIME_LIMIT, windowsHide: true })).stdout
  } catch (error) {
    return `it cannot be started: ${(error instanceof Error ? error.message : String(error)).split("\n", 1)[0]}`
  }
}

/** Whether a text is a version, and one that Gage runs on. */
export function isNewEnough(text: string): boolean {
  const match = /^(\d+)\.(\d+)\.\d+$/.exec(text)
  if (!match) return false
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])
}

/** Why no Python was found, in a sentence. */
export function whyNone(refused: readonly Refused[]): string {
  const wanted = `Gage needs Python ${OLDEST.join(".")} or newer`
  if (!refused.length) return `${wanted}, and found none in the workspace or on the PATH.`
  const reasons = refused.map(each =>
    /^\d/.test(each.reason) ? `${each.path} is Python ${each.reason}` : `${each.path}: ${each.reason}`,
  )
  return `${wanted}. ${reasons.join("; ")}.`
}
