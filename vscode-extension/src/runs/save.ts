/** Writes a file that a page made where a person says; to no other place. */

import * as path from "node:path"
import * as vscode from "vscode"

const KINDS: Record<string, string> = { csv: "Comma-separated values", png: "PNG image", svg: "SVG image" }

export async function save(name: string, data: Uint8Array): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? []
  const ending = path.extname(name).slice(1)
  const file = path.basename(name).replaceAll(/[^\w. -]/g, "_")
  const place = await vscode.window.showSaveDialog({ ...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, file) }), filters: { [KINDS[ending] ?? ending]: [ending] } })
  if (!place) return
  await vscode.workspace.fs.writeFile(place, data)
  void tell(place)
}

async function tell(place: vscode.Uri): Promise<void> {
  const picked = await vscode.window.showInformationMessage(`Saved ${vscode.workspace.asRelativePath(place)}.`, "Open")
  if (picked === "Open") await vscode.commands.executeCommand("vscode.open", place)
}
