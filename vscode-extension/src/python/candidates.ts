/** Which Python to start Gage with, in which order; knows no editor and starts nothing. */

import * as path from "node:path"

/** A Python and who named it, in words for the status bar. */
export interface Candidate {
  path: string
  origin: string
}

export interface Surroundings {
  /** The setting `gage.interpreter`; empty where it is not set. */
  setting: string
  /** What the Python extensions have chosen. */
  chosen: string | undefined
  /** Directories of the workspace; none where it is not trusted, since what lies there must not be started. */
  folders: readonly string[]
  /** The variable `PATH`. */
  searchPath: string
  platform: NodeJS.Platform
}

const MOST_FOLDERS = 20

/** The Pythons that may be there, the one that a person asked for alone where there is one. */
export function candidates(of: Surroundings): Candidate[] {
  if (of.setting) return [{ path: withFolder(of.setting, of.folders[0]), origin: "setting" }]
  const found: Candidate[] = of.chosen ? [{ path: of.chosen, origin: "Python extension" }] : []
  for (const folder of of.folders.slice(0, MOST_FOLDERS))
    for (const name of [".venv", "venv"]) found.push({ path: inEnvironment(folder, name, of.platform), origin: name })
  return [...found, ...onPath(of.searchPath, of.platform)]
}

/** A setting with `${workspaceFolder}` replaced; `~` is the home directory, as in a shell. */
function withFolder(setting: string, folder: string | undefined): string {
  const home = process.env["HOME"] ?? process.env["USERPROFILE"]
  const expanded = folder === undefined ? setting : setting.replaceAll("${workspaceFolder}", folder)
  return home && /^~[/\\]/.test(expanded) ? path.join(home, expanded.slice(2)) : expanded
}

function inEnvironment(folder: string, name: string, platform: NodeJS.Platform): string {
  return platform === "win32"
    ? path.win32.join(folder, name, "Scripts", "python.exe")
    : path.posix.join(folder, name, "bin", "python")
}

function onPath(searchPath: string, platform: NodeJS.Platform): Candidate[] {
  const names = platform === "win32" ? ["python.exe", "py.exe"] : ["python3", "python"]
  const { delimiter, isAbsolute, join } = platform === "win32" ? path.win32 : path.posix
  // A relative directory in PATH would be one of the workspace.
  const directories = searchPath.split(delimiter).filter(directory => isAbsolute(directory))
  return names.flatMap(name => directories.map(directory => ({ path: join(directory, name), origin: "PATH" })))
}
