/** Has Gage write a first gagefile, and opens it. */

import * as vscode from "vscode"
import { execFile } from "node:child_process"
import { promisify } from "node:util"

import type { Session } from "../server/session.ts"

export async function makeGagefile(session: Session): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? []
  const folder = folders.length > 1 ? await vscode.window.showWorkspaceFolderPick() : folders[0]
  if (!folder) throw new Error("Open a folder first: a gagefile belongs to a project.")
  const { command, args, env } = session.gage(["-C", folder.uri.fsPath, "init", "--yes"])
  try {
    await promisify(execFile)(command, args, { cwd: folder.uri.fsPath, env: { ...process.env, ...env }, windowsHide: true })
  } catch (error) {
    const said = String((error as { stderr?: string }).stderr ?? error).trim()
    throw new Error(said.replace(/^gage: /, ""))
  }
  await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, "gage.toml"))
}
