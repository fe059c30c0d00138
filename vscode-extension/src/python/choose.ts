/** Lets a person say which Python Gage is started with. */

import * as vscode from "vscode"

import type { Session } from "../server/session.ts"
import { findInterpreter } from "./interpreter.ts"

const AUTOMATIC = "$(sync) Find one by itself"
const BROWSE = "$(folder-opened) Choose a file…"

export async function chooseInterpreter(session: Session): Promise<void> {
  const now = session.interpreter ? `now ${session.interpreter.path}, Python ${session.interpreter.version}, by ${session.interpreter.origin}` : session.trouble
  const picked = await vscode.window.showQuickPick([AUTOMATIC, BROWSE], { title: "Python for Gage", placeHolder: now })
  if (!picked) return
  const setting = vscode.workspace.getConfiguration("gage")
  if (picked === AUTOMATIC) {
    await setting.update("interpreter", undefined)
    await session.restart()
    return
  }
  const [file] = (await vscode.window.showOpenDialog({ title: "Python 3.10 or newer", openLabel: "Choose" })) ?? []
  if (!file) return
  const { interpreter, refused } = await findInterpreter([{ path: file.fsPath, origin: "setting" }])
  if (!interpreter) throw new Error(`${file.fsPath} is not taken: ${refused[0]?.reason ?? "it is no Python"}.`)
  await setting.update("interpreter", file.fsPath) // the session restarts when a setting changes
}
