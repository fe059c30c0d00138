/** Curves of metrics, a chart each, with all runs shown in it; asks nobody for data. */

import uPlot from "uplot"

import * as words from "../words.ts"
import { png } from "./canvas.ts"
import { element } from "./dom.ts"
import { pictureOf, svg } from "./picture.ts"
import { aligned, smoothed, type Axis, type Curve } from "./points.ts"

/** A run as charts know it. */
export interface Drawn {
  id: string
  name: string
  color: string
}

export interface Look {
  smoothing: number
  logarithmic: boolean
  axis: Axis
}

interface Chart {
  plot: uPlot
  look: string
  runs: readonly Drawn[]
  /** What the axes say where. */
  ticks: Ticks
}

interface Ticks {
  x: [number, string][]
  y: [number, string][]
}

const HEIGHT = 220
const MOST_CHARTS = 60

export class Charts {
  readonly root = element("div", { class: "charts" })
  readonly #charts = new Map<string, Chart>()
  readonly #save: (name: string, data: Uint8Array) => void
  readonly #resized = new ResizeObserver(() => this.#charts.forEach(({ plot }) => plot.setSize({ width: this.#width(), height: HEIGHT })))

  constructor(save: (name: string, data: Uint8Array) => void) {
    this.#save = save
    this.#resized.observe(this.root)
  }

  /** Draws what there is now: metric → run → curve. */
  draw(runs: readonly Drawn[], curves: ReadonlyMap<string, ReadonlyMap<string, Curve>>, look: Look): void {
    const begun = new Map(runs.map(({ id }) => [id, Math.min(...[...curves.values()].map(each => each.get(id)?.begun ?? Infinity))]))
    const names = [...curves.keys()].sort().slice(0, MOST_CHARTS)
    for (const [name, { plot }] of this.#charts) if (!names.includes(name)) this.#remove(name, plot)
    for (const name of names) {
      const drawn = runs.filter(run => curves.get(name)?.has(run.id))
      const points = drawn.map(run => {
        const curve = curves.get(name)?.get(run.id)
        return smoothed((look.axis === "time" ? curve?.since(begun.get(run.id) ?? 0) : curve?.points) ?? [], look.smoothing)
      })
      this.#drawOne(name, drawn, aligned(points) as uPlot.AlignedData, look)
    }
  }

  #drawOne(name: string, runs: readonly Drawn[], data: uPlot.AlignedData, look: Look): void {
    const key = JSON.stringify([runs, look.logarithmic, look.axis])
    const known = this.#charts.get(name)
    if (known?.look === key) {
      known.plot.setData(data)
      return
    }
    if (known) this.#remove(name, known.plot)
    const place = element("figure", { "aria-label": `Curve of ${name}` })
    this.root.append(place)
    const ticks: Ticks = { x: [], y: [] }
    const plot = new uPlot(options(name, runs, look, this.#width(), ticks), data, place)
    this.#charts.set(name, { plot, look: key, runs, ticks })
    const kinds = [["PNG", "png"], ["SVG", "svg"]] as const
    const buttons = kinds.map(([title, kind]) => element("button", { type: "button", "aria-label": `Save ${name} as ${title}`, click: () => void this.#picture(name, kind) }, title))
    place.append(element("figcaption", { class: "save" }, ...buttons))
  }

  async #picture(name: string, kind: "png" | "svg"): Promise<void> {
    const chart = this.#charts.get(name)
    if (!chart) return
    const colors = { text: theme("--vscode-foreground", "#222"), background: theme("--vscode-editor-background", "#fff"), line: theme("--vscode-widget-border", "#8884") }
    const picture = pictureOf(chart.plot, name, chart.runs, chart.ticks, colors)
    this.#save(`${name}.${kind}`, kind === "png" ? await png(picture) : new TextEncoder().encode(svg(picture)))
  }

  #remove(name: string, plot: uPlot): void {
    plot.root.parentElement?.remove()
    plot.destroy()
    this.#charts.delete(name)
  }

  #width(): number {
    const columns = Math.max(1, Math.floor(this.root.clientWidth / 420))
    return Math.max(240, Math.floor(this.root.clientWidth / columns) - 12)
  }
}

function options(name: string, runs: readonly Drawn[], look: Look, width: number, ticks: Ticks): uPlot.Options {
  const axis: uPlot.Axis = { stroke: theme("--vscode-foreground", "#444"), grid: { stroke: theme("--vscode-widget-border", "#8884"), width: 1 }, ticks: { show: false } }
  const said = (axis: "x" | "y", words: (value: number) => string) => (_: uPlot, splits: (number | null)[]) => {
    const texts = splits.map(split => (split === null ? "" : words(split)))
    ticks[axis] = splits.flatMap((split, at) => (split === null ? [] : [[split, texts[at] ?? ""]]))
    return texts
  }
  const isTime = look.axis === "time"
  const across = isTime ? (seconds: number) => (seconds < 60 ? `${words.value(seconds)}s` : words.duration(seconds)) : String
  const value = (_: uPlot, of: number | null) => (of === null ? "–" : words.value(of))
  return {
    title: name,
    width,
    height: HEIGHT,
    scales: { x: { time: false }, y: look.logarithmic ? { distr: 3 } : {} },
    axes: [{ ...axis, values: said("x", across) }, { ...axis, size: 64, values: said("y", words.value) }],
    cursor: { sync: { key: "gage" }, drag: { x: true, y: false } },
    series: [{ label: look.axis, value: (_, at) => (at === null ? "–" : across(at)) }, ...runs.map(run => ({ label: run.name, stroke: run.color, width: 1.5, spanGaps: false, value }))],
  }
}

function theme(variable: string, otherwise: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || otherwise
}
