/** What Microsoft's Python extensions have chosen, where one is installed; asks nothing else of them. */

import * as vscode from "vscode"

const ENVIRONMENTS = "ms-python.vscode-python-envs"
const PYTHON = "ms-python.python"

/** The part of the interface of `ms-python.python` (`@vscode/python-extension`) that is used here. */
interface PythonApi {
  environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { path: string }
    resolveEnvironment(environment: { path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>
    onDidChangeActiveEnvironmentPath: vscode.Event<unknown>
  }
}

/** The part of the interface of `ms-python.vscode-python-envs` (`@vscode/python-environments`). */
interface EnvironmentsApi {
  getEnvironment(scope: vscode.Uri | undefined): Promise<{ execInfo?: { run?: { executable?: string } } } | undefined>
  onDidChangeEnvironment: vscode.Event<unknown>
}

/** The Python chosen for a folder. */
export async function chosenPython(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const environments = await exported<EnvironmentsApi>(ENVIRONMENTS)
  const executable = (await environments?.getEnvironment(folder))?.execInfo?.run?.executable
  if (executable) return executable
  const python = await exported<PythonApi>(PYTHON)
  if (!python?.environments) return undefined
  const active = python.environments.getActiveEnvironmentPath(folder)
  return (await python.environments.resolveEnvironment(active))?.executable.uri?.fsPath
}

/** Calls back whenever another Python is chosen. */
export async function onPythonChosen(callback: () => void): Promise<vscode.Disposable> {
  const environments = await exported<EnvironmentsApi>(ENVIRONMENTS)
  const python = await exported<PythonApi>(PYTHON)
  return vscode.Disposable.from(
    environments?.onDidChangeEnvironment(callback) ?? { dispose() {} },
    python?.environments?.onDidChangeActiveEnvironmentPath(callback) ?? { dispose() {} },
  )
}

/** What an extension exports, or undefined where it is not installed or does not start: neither is Gage's affair. */
async function exported<Api>(id: string): Promise<Api | undefined> {
  const extension = vscode.extensions.getExtension<Api>(id)
  if (!extension) return undefined
  return extension.activate().then(
    api => api,
    () => undefined,
  )
}
