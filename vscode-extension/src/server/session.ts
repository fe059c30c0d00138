/** The one language server of a window: started, restarted, asked; what went wrong is kept in words. */

import * as vscode from "vscode"
import { LanguageClient, RevealOutputChannelOn, State, type LanguageClientOptions } from "vscode-languageclient/node"

import * as protocol from "../protocol.ts"
import { candidates } from "../python/candidates.ts"
import { chosenPython } from "../python/extensions.ts"
import { findInterpreter, whyNone, type Interpreter } from "../python/interpreter.ts"
import { launch, type ImportStrategy, type Launch } from "./launch.ts"

export type SessionState = "starting" | "ready" | "noPython" | "failed"

const SELECTOR = ["**/gage.{toml,yaml,yml,json}", "**/{*.,}{board,summary}.{toml,yaml,yml,json}", "**/{gageconfig,.gage/config}.{toml,yaml,yml,json}"]

/** Carries out a command of the server in the editor; undefined where the server shall. */
export type Intercept = (command: string, args: unknown[]) => Promise<unknown> | undefined

export class Session implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<SessionState>()
  readonly #runsChanged = new vscode.EventEmitter<string>()
  readonly onDidChange = this.#changed.event
  /** Tells the runs directory in which something changed. */
  readonly onRunsChanged = this.#runsChanged.event
  state: SessionState = "starting"
  interpreter: Interpreter | undefined
  /** Why it is not ready. */
  trouble = ""
  #client: LanguageClient | undefined
  #turn: Promise<void> = Promise.resolve()

  constructor(
    readonly extensionDirectory: string,
    readonly log: vscode.LogOutputChannel,
    readonly intercept: Intercept,
  ) {}

  /** Starts the server anew, after whatever start is under way. */
  restart(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      await this.#stop()
      await this.#start()
    })
    return this.#turn
  }

  /** Asks the server; what it refuses, and that it is not there, is an error with a message for a person. */
  async request<M extends keyof protocol.Requests>(method: M, params: protocol.Requests[M][0]): Promise<protocol.Requests[M][1]> {
    return (await this.#ready()).sendRequest(method, params)
  }

  /** Has the server execute one of its commands. */
  async execute<C extends keyof protocol.Commands>(command: C, argument: protocol.Commands[C][0]): Promise<protocol.Commands[C][1]> {
    return (await this.#ready()).sendRequest("workspace/executeCommand", { command, arguments: [argument] })
  }

  /** The operations of all gagefiles of the workspace, with their places. */
  async operations(): Promise<{ name: string; containerName?: string; location: { uri: string; range: unknown } }[]> {
    return (await (await this.#ready()).sendRequest("workspace/symbol", { query: "" })) ?? []
  }

  /** The command line of `gage` with the Python and the Gage that the server has. */
  gage(args: readonly string[]): Launch {
    if (!this.interpreter) throw new Error(this.trouble || "The server of Gage has not started yet.")
    return launch("gage", this.interpreter.path, this.extensionDirectory, strategy(), args)
  }

  dispose(): void {
    void this.#stop()
    this.#changed.dispose()
    this.#runsChanged.dispose()
  }

  async #ready(): Promise<LanguageClient> {
    await this.#turn
    if (!this.#client || this.state !== "ready") throw new Error(this.trouble || "The server of Gage is not running.")
    return this.#client
  }

  async #start(): Promise<void> {
    this.#become("starting")
    const settings = vscode.workspace.getConfiguration("gage")
    const trusted = vscode.workspace.isTrusted
    const folders = vscode.workspace.workspaceFolders ?? []
    const found = await findInterpreter(
      candidates({
        setting: settings.get("interpreter", ""),
        chosen: trusted ? await chosenPython(folders[0]?.uri) : undefined,
        folders: trusted ? folders.map(folder => folder.uri.fsPath) : [],
        searchPath: process.env["PATH"] ?? "",
        platform: process.platform,
      }),
    )
    for (const each of found.refused) this.log.warn(`${each.path} (${each.origin}) is not taken: ${each.reason}`)
    this.interpreter = found.interpreter
    if (!found.interpreter) return this.#become("noPython", whyNone(found.refused))
    const { command, args, env } = launch("gage-ls", found.interpreter.path, this.extensionDirectory, strategy())
    const server = { command, args, options: { env: { ...process.env, ...env } } }
    this.log.info(`starting ${[server.command, ...server.args].join(" ")} (Python ${found.interpreter.version}, ${found.interpreter.origin})`)
    const client = new LanguageClient("gage", "Gage", { run: server, debug: server }, this.#clientOptions())
    client.onDidChangeState(event => {
      if (client !== this.#client) return
      // The client starts a server that died again by itself, but not one that dies again and again.
      if (event.newState === State.Stopped && this.state === "ready") this.#become("failed", "The server of Gage has stopped. Its log says more.")
      if (event.newState === State.Running && this.state === "failed") this.#become("ready")
    })
    client.onNotification(protocol.RUNS_CHANGED, (changed: protocol.RunsChanged) => this.#runsChanged.fire(changed.runsDir))
    this.#client = client
    try {
      await client.start()
      this.#become("ready")
    } catch (error) {
      this.#become("failed", `The server of Gage did not start: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #clientOptions(): LanguageClientOptions {
    return {
      documentSelector: SELECTOR.map(pattern => ({ scheme: "file", pattern })),
      synchronize: { configurationSection: [] },
      initializationOptions: { gage: { trust: vscode.workspace.isTrusted }, clientCommands: ["gage.runWithFlags"] },
      outputChannel: this.log,
      traceOutputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      middleware: {
        executeCommand: (command, args, next) => this.intercept(command, args) ?? next(command, args),
        // The editor's settings are not the server's: only trust is, and a project must not be able to set that.
        workspace: { configuration: params => params.items.map(item => (item.section === "gage" ? { trust: vscode.workspace.isTrusted } : null)) },
      },
    }
  }

  async #stop(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    if (client?.needsStop()) await client.stop().catch((error: unknown) => this.log.warn(`the server did not stop by itself: ${error}`))
    await client?.dispose().catch(() => undefined) // one that never started has nothing to dispose of, and says so
  }

  #become(state: SessionState, trouble = ""): void {
    this.state = state
    this.trouble = trouble
    if (trouble) this.log.error(trouble)
    void vscode.commands.executeCommand("setContext", "gage.state", state)
    this.#changed.fire(state)
  }
}

function strategy(): ImportStrategy {
  return vscode.workspace.getConfiguration("gage").get<ImportStrategy>("importStrategy", "fromEnvironment")
}
