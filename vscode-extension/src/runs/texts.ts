/** Runs as texts to read and to compare: details, config, output; knows no editor. */

import type { RunDetails, Value } from "../protocol.ts"
import * as words from "../words.ts"

/** Everything about a run, as Markdown that an editor shows or previews. */
export function details(run: RunDetails, now: number): string {
  const command = Array.isArray(run.command) ? run.command.join(" ") : (run.command ?? "")
  const parts = [
    `# ${text(run.operation)} ${words.shortName(run)}`,
    run.label ? text(run.label) : "",
    table(["attribute", "value"], [
      ["status", run.exit_code === null ? run.status : `${run.status} (exit code ${run.exit_code})`],
      ["id", run.id],
      ["name", run.name],
      ["tags", run.tags.join(", ")],
      ["started", run.started ? `${run.started} (${words.ago(run.started, now)})` : ""],
      ["duration", words.duration(run.duration)],
      ["command", command],
      ["project", run.project ?? ""],
      ["directory", run.run_dir],
    ]),
    section("Metrics", values(run.metrics)),
    section("Config", values(run.config)),
    section("Attributes", values(run.attributes)),
    section("Files", table(["file", "type", "size"], run.files.map(file => [file.path, file.type, words.size(file.size)]))),
    section("Dependencies", table(["needs", "files"], run.dependencies.map(each => [`${each.type} ${each.named}`, each.files.map(file => file.path).join(", ")]))),
    section("Comments", run.comments.map(each => `**${text(each.author)}**, ${words.ago(each.time, now)}:\n\n${text(each.message)}`).join("\n\n")),
  ]
  return `${parts.filter(Boolean).join("\n\n")}\n`
}

/** The config of a run, a value a line, in the order of names, so that two can be compared line by line. */
export function config(run: RunDetails): string {
  return lines(run.config)
}

/** The command line that makes such a run again. */
export function commandLine(run: Pick<RunDetails, "operation" | "config">): string {
  return ["gage", "run", run.operation, ...Object.entries(run.config).map(([name, value]) => `${name}=${value}`)].map(quoted).join(" ")
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function lines(of: Record<string, Value>): string {
  const names = Object.keys(of).sort()
  return names.map(name => `${name} = ${JSON.stringify(of[name])}\n`).join("")
}

function section(title: string, body: string): string {
  return body && `## ${title}\n\n${body}`
}

function values(of: Record<string, Value>): string {
  return table(["name", "value"], Object.keys(of).sort().map(name => [name, words.value(of[name] ?? null)]))
}

function table(header: string[], rows: string[][]): string {
  return rawTable(header, rows.filter(row => row[1]).map(row => row.map(cell)))
}

function rawTable(header: string[], rows: string[][]): string {
  if (!rows.length) return ""
  return [header, header.map(() => "---"), ...rows].map(row => `| ${row.join(" | ")} |`).join("\n")
}

/** What people and programs wrote is text, never markup. */
function text(of: string): string {
  return of.replace(/[\\`*_{}[\]<>()#+!|~-]/g, "\\$&")
}

function cell(of: string): string {
  return text(of).replace(/\s+/g, " ")
}
