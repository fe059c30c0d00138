/** The command lines of the server and of `gage`, which the script in `bundled/` begins; knows no editor. */

import { existsSync } from "node:fs"
import * as path from "node:path"

export type ImportStrategy = "useBundled" | "fromEnvironment"

export interface Launch {
  command: string
  args: string[]
  /** Variables beside those that the editor has. */
  env: Record<string, string>
}

/** How one of the programs of Gage is started. */
export function launch(
  program: "gage" | "gage-ls",
  python: string,
  extensionDirectory: string,
  strategy: ImportStrategy,
  args: readonly string[] = [],
): Launch {
  // Not -I: it would leave out packages that a person has installed for themselves. The scripts see to it that
  // nothing is imported from the working directory.
  const script = path.join(extensionDirectory, "bundled", "start.py")
  return { command: python, args: [script, strategy, program, ...args], env: environmentOf(python) }
}

/** What activating a Python's virtual environment would set, so that commands of operations find its `python`. */
function environmentOf(python: string): Record<string, string> {
  const bin = path.dirname(python)
  const root = path.dirname(bin)
  if (!existsSync(path.join(root, "pyvenv.cfg"))) return {}
  return { PATH: [bin, process.env["PATH"]].filter(Boolean).join(path.delimiter), VIRTUAL_ENV: root }
}
