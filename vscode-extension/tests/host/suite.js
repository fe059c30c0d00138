// Tests inside the extension host of VS Code, of the extension as it is installed there.
const assert = require("node:assert/strict")
const fs = require("node:fs/promises")
const path = require("node:path")
const vscode = require("vscode")

const DEADLINE = 30_000

/** Waits until a question has an answer. */
async function eventually(what, ask) {
  const end = Date.now() + DEADLINE
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`${what}: not within ${DEADLINE / 1000} seconds`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

const folder = () => vscode.workspace.workspaceFolders[0].uri
const file = name => vscode.Uri.joinPath(folder(), name)
const extension = () => vscode.extensions.getExtension("gage.gage")
const api = async () => extension().activate()

async function ready() {
  const { session, runs } = await api()
  await eventually("the server is ready", () => session.state === "ready")
  return { session, runs }
}

async function runOnce(args = {}) {
  const { runs } = await ready()
  const before = new Set(runs.runs.map(row => row.run.id))
  await vscode.commands.executeCommand("gage.run", { uri: file("gage.toml").toString(), operation: "train", ...args })
  return eventually("the run is listed and over", async () => {
    const row = runs.runs.find(each => !before.has(each.run.id))
    return row && ["completed", "error", "terminated"].includes(row.run.status) && row
  })
}

exports.tests = {
  "the extension starts when a workspace has a gagefile": async () => {
    await eventually("it is active", () => extension()?.isActive)
    const { session } = await ready()
    assert.ok(session.interpreter.version)
  },

  "problems are shown where they are, with a fix": async () => {
    await ready()
    await fs.mkdir(file("sub").fsPath)
    await fs.writeFile(file("sub/gage.toml").fsPath, '[train]\nexce = "python train.py"\n')
    const document = await vscode.workspace.openTextDocument(file("sub/gage.toml"))
    const problems = await eventually("a problem", () => {
      const found = vscode.languages.getDiagnostics(document.uri)
      return found.length && found
    })
    const unknown = problems.find(problem => problem.message.includes("exce"))
    assert.deepEqual([unknown.range.start.line, unknown.range.start.character, unknown.range.end.character], [1, 0, 4])
    const actions = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", document.uri, unknown.range)
    const fix = actions.find(action => action.isPreferred && action.edit)
    assert.ok(fix, actions.map(action => action.title).join(", "))
    await vscode.workspace.applyEdit(fix.edit)
    assert.ok(document.getText().includes("exec = "))
    await vscode.commands.executeCommand("workbench.action.files.revert")
    await fs.rm(file("sub").fsPath, { recursive: true })
  },

  "completion, hover and lenses come from the server": async () => {
    await ready()
    const document = await vscode.workspace.openTextDocument(file("gage.toml"))
    const keys = await vscode.commands.executeCommand("vscode.executeCompletionItemProvider", document.uri, new vscode.Position(3, 0))
    const labels = keys.items.map(item => (typeof item.label === "string" ? item.label : item.label.label))
    assert.ok(labels.includes("default"), labels.join(", "))
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, new vscode.Position(1, 1))
    assert.ok(hovers.length)
    const lenses = await vscode.commands.executeCommand("vscode.executeCodeLensProvider", document.uri, 10)
    assert.ok(lenses.some(lens => lens.command?.title === "Run"), lenses.map(lens => lens.command?.title).join(", "))
  },

  "a lens runs the operation in a terminal, and the view tells of the run": async () => {
    const { project, run } = await runOnce({ flags: { lr: 0.5 } })
    assert.equal(run.status, "completed")
    assert.equal(run.config.lr, 0.5)
    assert.ok(project.runsDir)
  },

  "runs made elsewhere appear by themselves": async () => {
    const { session, runs } = await ready()
    const before = runs.runs.length
    const { command, args, env } = session.gage(["run", "--yes", "train"])
    require("node:child_process").spawn(command, args, { cwd: folder().fsPath, env: { ...process.env, ...env }, stdio: "ignore" })
    await eventually("one run more", () => runs.runs.length === before + 1)
  },

  "what is typed after a run is shown: label, tags, comment": async () => {
    const { session } = await ready()
    const { project, run } = await runOnce()
    const of = { runsDir: project.runsDir, run: run.id }
    await session.execute("gage.label", { ...of, label: "best" })
    await session.execute("gage.tag", { ...of, add: ["keep"] })
    await session.execute("gage.comment", { ...of, text: "hello" })
    const { runs } = await ready()
    await eventually("the label", () => runs.run(run.id)?.run.label === "best")
    const details = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: "gage-run", path: "/x.md", query: JSON.stringify({ kind: "details", runsDir: project.runsDir, id: run.id }) }))
    for (const told of ["best", "keep", "hello", "train.py"]) assert.ok(details.getText().includes(told), details.getText())
  },

  "runs are filtered, sorted and grouped": async () => {
    const { runs } = await ready()
    await runs.choose({ where: "lr = 0.5", sort: "started", grouping: "status" })
    assert.deepEqual(runs.runs.map(row => row.run.config.lr), [0.5])
    const [group] = runs.getChildren()
    assert.equal(group.kind, "group")
    assert.equal(runs.getChildren(group)[0].run.config.lr, 0.5)
    await runs.choose({ where: "loss <", sort: "", grouping: "none" })
    assert.ok(runs.tree.message, "an expression that cannot be read is told")
    await runs.choose({ where: "" })
    assert.ok(runs.runs.length > 1)
  },

  "runs are deleted, restored and removed for good": async () => {
    const { session, runs } = await ready()
    const { project, run } = await runOnce()
    const of = { runsDir: project.runsDir, runs: [run.id] }
    await session.execute("gage.delete", of)
    await eventually("it is gone", () => !runs.run(run.id))
    await session.execute("gage.restore", of)
    await eventually("it is back", () => runs.run(run.id))
    await session.execute("gage.delete", of)
    await session.execute("gage.purge", of)
    await assert.rejects(() => fs.stat(run.run_dir))
  },

  "two runs are compared in the editor": async () => {
    const { runs } = await ready()
    await fs.appendFile(file("train.py").fsPath, "# changed\n")
    await runOnce({ flags: { lr: 0.7 } })
    const rows = runs.runs.slice(0, 2)
    await vscode.commands.executeCommand("gage.runs.diffConfig", rows[0], rows)
    const { activeTab } = vscode.window.tabGroups.activeTabGroup
    assert.ok(activeTab.input instanceof vscode.TabInputTextDiff)
    const [left, right] = await Promise.all([activeTab.input.original, activeTab.input.modified].map(uri => vscode.workspace.openTextDocument(uri)))
    assert.notEqual(left.getText(), right.getText())
    await vscode.commands.executeCommand("gage.runs.diffSource", rows[0], rows)
    assert.equal(vscode.window.tabGroups.activeTabGroup.activeTab.label.includes("source code"), true)
  },

  "all runs are shown in a table, once for each runs directory": async () => {
    const { runs } = await ready()
    await runs.refresh()
    const tables = () => vscode.window.tabGroups.all.flatMap(group => group.tabs).filter(tab => tab.label === "Runs" && tab.input instanceof vscode.TabInputWebview)
    await vscode.commands.executeCommand("gage.runs.table")
    await vscode.commands.executeCommand("workbench.action.files.newUntitledFile")
    await vscode.commands.executeCommand("gage.runs.table")
    assert.equal((await eventually("the table", () => tables().length && tables())).length, 1)
    await eventually("it is in front", () => tables()[0].isActive)
    await vscode.commands.executeCommand("workbench.action.closeAllEditors")
  },

  "what a page has done is about its runs, whichever the view shows": async () => {
    const { runs } = await ready()
    const { project, run } = await runOnce()
    await runs.choose({ where: "status = error" })
    const { pages } = await api()
    await pages.act({ runsDir: project.runsDir, table: true }, { kind: "act", act: "compare", runs: [run.id, "gone"] })
    await eventually("its page", () => vscode.window.tabGroups.activeTabGroup.activeTab?.label.startsWith("train "))
    await runs.choose({ where: "" })
    await vscode.commands.executeCommand("workbench.action.closeAllEditors")
  },

  "a server that is killed comes back by itself, and at a click": async () => {
    const { session } = await ready()
    const states = []
    const watching = session.onDidChange(state => states.push(state))
    const { execFileSync } = require("node:child_process")
    const start = `${extension().extensionPath}/bundled/start.py`
    const processes = execFileSync("ps", ["-wweo", "pid=,args="], { encoding: "utf-8" }).split("\n")
    const [server] = processes.filter(line => line.includes(`${start} `) && line.includes(" gage-ls"))
    process.kill(Number.parseInt(server, 10), "SIGKILL")
    await eventually("it has stopped and is back", () => states.includes("failed") && session.state === "ready")
    watching.dispose()
    assert.ok((await session.operations()).some(each => each.name === "train"))
    await session.restart()
    assert.equal(session.state, "ready")
  },

  "a Python that is not there is told with its name": async () => {
    const { session } = await ready()
    const settings = vscode.workspace.getConfiguration("gage")
    await settings.update("interpreter", "/nowhere/python", vscode.ConfigurationTarget.Workspace)
    await eventually("there is no Python", () => session.state === "noPython")
    assert.ok(session.trouble.includes("/nowhere/python: there is no such file"), session.trouble)
    await assert.rejects(() => session.operations(), /nowhere/)
    await settings.update("interpreter", undefined, vscode.ConfigurationTarget.Workspace)
    await eventually("it is ready again", () => session.state === "ready")
  },

  "what lies in the runs directory and is no run is told in the view": async () => {
    const { session, runs } = await ready()
    const { project } = await runOnce()
    const id = "019ad000-0000-7000-8000-00000000dead"
    await fs.mkdir(path.join(project.runsDir, `${id}.meta`))
    await fs.writeFile(path.join(project.runsDir, `${id}.meta`, "opref"), "nonsense")
    await runs.refresh()
    const skipped = await eventually("it is told", async () => {
      await runs.refresh()
      return runs.getChildren().find(row => row.kind === "skipped")
    })
    assert.match(runs.getTreeItem(skipped).label, /cannot be read/)
    await fs.rm(path.join(project.runsDir, `${id}.meta`), { recursive: true })
    assert.ok(session)
  },

  "a runs directory that is deleted leaves an empty view, which fills again": async () => {
    const { runs } = await ready()
    const { project } = await runOnce()
    await fs.rm(project.runsDir, { recursive: true, maxRetries: 20, retryDelay: 50 }) // what ends may still be written
    await eventually("there are no runs", async () => {
      await runs.refresh()
      return runs.runs.length === 0
    })
    await runOnce()
  },

  "a task of tasks.json runs an operation": async () => {
    const { runs } = await ready()
    const before = runs.runs.length
    const tasks = { version: "2.0.0", tasks: [{ type: "gage", operation: "train", flags: { lr: 0.25 }, label: "quarter" }] }
    await fs.mkdir(file(".vscode").fsPath, { recursive: true })
    await fs.writeFile(file(".vscode/tasks.json").fsPath, JSON.stringify(tasks))
    const task = await eventually("the task", async () => (await vscode.tasks.fetchTasks({ type: "gage" })).find(each => each.definition.operation === "train"))
    await vscode.tasks.executeTask(task)
    await eventually("its run", () => runs.runs.length > before && runs.runs.some(row => row.run.config.lr === 0.25))
  },
}

exports.run = async () => {
  let failed = 0
  for (const [name, test] of Object.entries(exports.tests)) {
    try {
      await test()
      console.log(`ok - ${name}`)
    } catch (error) {
      failed += 1
      console.log(`not ok - ${name}\n${error.stack ?? error}`)
    }
  }
  console.log(`${Object.keys(exports.tests).length} tests, ${failed} failed, in ${path.basename(folder().fsPath)}`)
  if (failed) throw new Error(`${failed} tests failed`)
}
