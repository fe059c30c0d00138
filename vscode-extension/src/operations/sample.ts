/** Makes a small project to try Gage with, in a folder that a person chooses; overwrites nothing. */

import * as vscode from "vscode"

const NAME = "gage-sample"
const FILES = ["gage.toml", "train.py", "evaluate.py"]

export async function makeSample(extension: vscode.Uri): Promise<void> {
  const [parent] = (await vscode.window.showOpenDialog({ canSelectFolders: true, canSelectFiles: false, title: `Where to make ${NAME}`, openLabel: "Make It Here" })) ?? []
  if (!parent) return
  const project = await freeName(parent)
  for (const name of FILES) await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, "sample", name), vscode.Uri.joinPath(project, name))
  const inNewWindow = (vscode.workspace.workspaceFolders?.length ?? 0) > 0
  await vscode.commands.executeCommand("vscode.openFolder", project, { forceNewWindow: inNewWindow })
}

/** A directory that is not there yet. */
async function freeName(parent: vscode.Uri): Promise<vscode.Uri> {
  for (let number = 1; ; number += 1) {
    const uri = vscode.Uri.joinPath(parent, number === 1 ? NAME : `${NAME}-${number}`)
    const isThere = await vscode.workspace.fs.stat(uri).then(() => true, () => false)
    if (!isThere) return uri
  }
}
