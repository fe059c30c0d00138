/** Curves of metrics, a chart each, with all runs shown in it; asks nobody for data. */

import uPlot from "uplot"

import * as words from "../words.ts"
import { element } from "./dom.ts"
import { aligned, smoothed, type Curve } from "./points.ts"

/** A run as charts know it. */
export interface Drawn {
  id: string
  name: string
  color: string
}

export interface Look {
  smoothing: number
  logarithmic: boolean
}

const HEIGHT = 220
const MOST_CHARTS = 60

export class Charts {
  readonly root = element("div", { class: "charts" })
  readonly #charts = new Map<string, { plot: uPlot; look: string }>()
  readonly #resized = new ResizeObserver(() => this.#charts.forEach(({ plot }) => plot.setSize({ width: this.#width(), height: HEIGHT })))

  constructor() {
    this.#resized.observe(this.root)
  }

  /** Draws what there is now: metric → run → curve. */
  draw(runs: readonly Drawn[], curves: ReadonlyMap<string, ReadonlyMap<string, Curve>>, look: Look): void {
    const names = [...curves.keys()].sort().slice(0, MOST_CHARTS)
    for (const [name, { plot }] of this.#charts) if (!names.includes(name)) this.#remove(name, plot)
    for (const name of names) {
      const drawn = runs.filter(run => curves.get(name)?.has(run.id))
      const points = drawn.map(run => smoothed(curves.get(name)?.get(run.id)?.points ?? [], look.smoothing))
      this.#drawOne(name, drawn, aligned(points) as uPlot.AlignedData, look)
    }
  }

  #drawOne(name: string, runs: readonly Drawn[], data: uPlot.AlignedData, look: Look): void {
    const key = JSON.stringify([runs, look.logarithmic])
    const known = this.#charts.get(name)
    if (known?.look === key) {
      known.plot.setData(data)
      return
    }
    if (known) this.#remove(name, known.plot)
    const place = element("figure", { "aria-label": `Curve of ${name}` })
    this.root.append(place)
    const plot = new uPlot(options(name, runs, look, this.#width()), data, place)
    this.#charts.set(name, { plot, look: key })
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

function options(name: string, runs: readonly Drawn[], look: Look, width: number): uPlot.Options {
  const axis: uPlot.Axis = { stroke: theme("--vscode-foreground", "#444"), grid: { stroke: theme("--vscode-widget-border", "#8884"), width: 1 }, ticks: { show: false } }
  const value = (_: uPlot, of: number | null) => (of === null ? "–" : words.value(of))
  return {
    title: name,
    width,
    height: HEIGHT,
    scales: { x: { time: false }, y: look.logarithmic ? { distr: 3 } : {} },
    axes: [axis, { ...axis, size: 64, values: (_, splits) => splits.map(split => (split === null ? "" : words.value(split))) }],
    cursor: { sync: { key: "gage" }, drag: { x: true, y: false } },
    series: [{ label: "step" }, ...runs.map(run => ({ label: run.name, stroke: run.color, width: 1.5, spanGaps: false, value }))],
  }
}

function theme(variable: string, otherwise: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim() || otherwise
}
