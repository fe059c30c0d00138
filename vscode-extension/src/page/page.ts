/** The page of one run, or of several whose curves lie over one another; all data come through its source. */

import { colors } from "../colors.ts"
import type { Run, RunDetails, Value } from "../protocol.ts"
import * as words from "../words.ts"
import { Charts, type Look } from "./charts.ts"
import { element, section, table } from "./dom.ts"
import type { Act, Shown } from "./messages.ts"
import { Output } from "./output.ts"
import { Curve } from "./points.ts"
import type { Source } from "./source.ts"

const IMAGE = /\.(png|jpe?g|gif|svg|webp)$/i
const MOST_IMAGES = 40
const MOST_FILES = 500

export class Page {
  readonly #source: Source
  readonly #charts = new Charts()
  readonly #output: Output
  readonly #top = element("div")
  readonly #values = element("div", { class: "columns" })
  readonly #rest = element("div")
  readonly #trouble = element("p", { role: "alert", class: "trouble", hidden: true })
  readonly #look: Look = { smoothing: 0, logarithmic: false }
  #shown: Shown = { runsDir: "", ids: [] }
  #curves = new Map<string, Map<string, Curve>>()
  #next = new Map<string, number>()
  #names = new Map<string, string>()
  #refreshing: Promise<void> | undefined

  constructor(source: Source, root: HTMLElement) {
    this.#source = source
    this.#output = new Output(source)
    const charts = section("Metrics", this.#controls(), this.#charts.root)
    charts.hidden = true
    root.append(this.#trouble, this.#top, charts, this.#values, section("Output", this.#output.root), this.#rest)
    source.onChange(() => void this.refresh())
    source.onShow(shown => this.show(shown))
  }

  show(shown: Shown): void {
    if (JSON.stringify(shown) !== JSON.stringify(this.#shown)) {
      this.#curves = new Map()
      this.#next = new Map()
    }
    this.#shown = shown
    void this.refresh()
  }

  /** Asks for what has changed; a second call while one is under way waits for it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = undefined))
    return this.#refreshing
  }

  async #refresh(): Promise<void> {
    const [first] = this.#shown.ids
    if (!first) return
    try {
      const run = await this.#source.ask("gage/run", { id: first })
      if (this.#shown.ids.length > 1) await this.#showSeveral()
      else this.#showOne(run)
      await Promise.all([...this.#shown.ids.map(id => this.#followSeries(id)), this.#output.follow(first)])
      this.#drawCurves()
      this.#trouble.hidden = true
    } catch (error) {
      this.#trouble.hidden = false
      this.#trouble.textContent = error instanceof Error ? error.message : String(error)
    }
  }

  #showOne(run: RunDetails): void {
    this.#names.set(run.id, words.shortName(run))
    this.#top.replaceChildren(header(run, this.#source))
    this.#values.replaceChildren(...keyed("Results", { ...run.metrics, ...run.attributes }), ...keyed("Config", run.config), ...keyed("Attributes", attributes(run)))
    const images = run.files.filter(file => IMAGE.test(file.path) && file.size !== null).slice(0, MOST_IMAGES)
    this.#rest.replaceChildren(
      ...(images.length ? [section("Images", element("div", { class: "images" }, ...images.map(file => this.#image(run, file.path))))] : []),
      ...(run.files.length ? [section("Files", this.#files(run))] : []),
      ...(run.comments.length ? [section("Comments", ...run.comments.map(each => element("blockquote", {}, element("cite", {}, `${each.author}, ${words.ago(each.time, Date.now())}`), element("p", {}, each.message))))] : []),
    )
  }

  async #showSeveral(): Promise<void> {
    const compared = await this.#source.ask("gage/compare", { ids: this.#shown.ids })
    const found = colors(this.#shown.ids)
    for (const run of compared.runs) this.#names.set(run.id, words.shortName(run))
    const heads = compared.runs.map(run => `${run.operation} ${words.shortName(run)}`)
    const parts = (["metrics", "config", "attributes"] as const).map(part => {
      const rows = compared[part].map(row => [row.differs ? element("strong", {}, row.name) : row.name, ...row.values.map(value => (value === null ? "" : words.value(value)))])
      return rows.length && section(part[0]?.toUpperCase() + part.slice(1), table(["", ...heads], rows, part))
    })
    const legend = compared.runs.map(run => element("li", {}, swatch(found.get(run.id) ?? ""), `${run.operation} ${words.shortName(run)}`, run.label ? ` ${run.label}` : "", ` ${run.status}`))
    this.#top.replaceChildren(element("h1", {}, `${words.counted(compared.runs.length, "run")} compared`), element("ul", { class: "legend" }, ...legend))
    this.#values.replaceChildren(...parts.filter((part): part is HTMLElement => part !== 0))
    this.#rest.replaceChildren()
  }

  async #followSeries(id: string): Promise<void> {
    for (;;) {
      const offset = this.#next.get(id) ?? 0
      const part = await this.#source.ask("gage/series", { id, offset })
      for (const [name, points] of Object.entries(part.series)) {
        const runs = this.#curves.get(name) ?? new Map<string, Curve>()
        this.#curves.set(name, runs)
        const curve = runs.get(id) ?? new Curve()
        runs.set(id, curve)
        curve.add(points)
      }
      this.#next.set(id, part.next)
      if (part.next === offset || part.next >= part.size) return
    }
  }

  #drawCurves(): void {
    const found = colors(this.#shown.ids)
    const runs = this.#shown.ids.map(id => ({ id, name: this.#names.get(id) ?? id, color: found.get(id) ?? "" }))
    const place = this.#charts.root.parentElement
    if (place) place.hidden = this.#curves.size === 0
    this.#charts.draw(runs, this.#curves, this.#look)
  }

  #controls(): HTMLElement {
    const smoothing = element("input", { type: "range", min: "0", max: "0.99", step: "0.01", value: "0", id: "smoothing", input: event => this.#change({ smoothing: Number((event.target as HTMLInputElement).value) }) })
    const logarithmic = element("input", { type: "checkbox", id: "logarithmic", change: event => this.#change({ logarithmic: (event.target as HTMLInputElement).checked }) })
    return element("div", { class: "controls" }, element("label", { for: "smoothing" }, "Smoothing"), smoothing, logarithmic, element("label", { for: "logarithmic" }, "Logarithmic"), element("span", { class: "hint" }, "Drag to zoom, double-click to see all"))
  }

  #change(look: Partial<Look>): void {
    Object.assign(this.#look, look)
    this.#drawCurves()
  }

  #image(run: RunDetails, path: string): HTMLElement {
    return element("figure", {}, element("img", { src: this.#source.fileAddress(run.run_dir, path), alt: path, loading: "lazy" }), element("figcaption", {}, path))
  }

  #files(run: RunDetails): HTMLElement {
    const open = (path: string) => element("a", { href: "#", click: event => (event.preventDefault(), this.#source.act("openFile", run.id, path)) }, path)
    const rows = run.files.slice(0, MOST_FILES).map(file => [file.size === null ? file.path : open(file.path), file.type, words.size(file.size)])
    return element("div", {}, table(["file", "type", "size"], rows, "Files"), run.files.length > MOST_FILES && element("p", {}, `… and ${run.files.length - MOST_FILES} more`))
  }
}

const ACTS: [Act, string, (run: Run) => boolean][] = [
  ["stop", "Stop", run => run.status === "running" || run.status === "pending"],
  ["again", "Run Again", () => true],
  ["label", "Label…", () => true],
  ["tag", "Tag…", () => true],
  ["comment", "Comment…", () => true],
  ["output", "Open Output", () => true],
  ["reveal", "Open Directory", () => true],
  ["delete", "Delete", run => run.status !== "running" && run.status !== "pending"],
]

function header(run: RunDetails, source: Source): HTMLElement {
  const buttons = ACTS.filter(([, , fits]) => fits(run)).map(([act, title]) => element("button", { type: "button", click: () => source.act(act, run.id) }, title))
  const label = run.label && element("span", { class: "label" }, run.label)
  const tags = run.tags.map(tag => element("span", { class: "tag" }, tag))
  const heading = element("h1", {}, swatch(colors([run.id]).get(run.id) ?? ""), `${run.operation} ${words.shortName(run)} `, element("span", { class: `status ${run.status}` }, run.status))
  return element("header", {}, heading, element("p", {}, label || undefined, ...tags), element("div", { class: "acts", role: "toolbar", "aria-label": "Run" }, ...buttons))
}

function swatch(color: string): HTMLElement {
  const made = element("span", { class: "swatch", "aria-hidden": "true" })
  made.style.background = color
  return made
}

function attributes(run: RunDetails): Record<string, Value> {
  const command = Array.isArray(run.command) ? run.command.join(" ") : run.command
  return {
    id: run.id,
    name: run.name,
    started: run.started && `${words.ago(run.started, Date.now())} (${new Date(run.started).toLocaleString()})`,
    duration: words.duration(run.duration),
    "exit code": run.exit_code,
    command,
    project: run.project,
    directory: run.run_dir,
  }
}

/** A section of names and values; nothing where there are none. */
function keyed(title: string, values: Record<string, Value>): HTMLElement[] {
  const rows = Object.entries(values).filter(([, value]) => value !== null && value !== "")
  return rows.length ? [section(title, table(["name", "value"], rows.map(([name, value]) => [name, words.value(value)]), title))] : []
}
