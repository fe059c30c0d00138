/** A chart as a picture to keep: what is shown of it, as lines and texts; what is hidden is not in it. */

import type uPlot from "uplot"

/** A tick of an axis: its place in pixels and what it says. */
type Tick = [number, string]

export interface Picture {
  title: string
  width: number
  height: number
  /** Where the curves are: left, top, width, height. */
  box: [number, number, number, number]
  across: Tick[]
  up: Tick[]
  /** Names, colours and places; null is a gap. */
  curves: { name: string; color: string; points: ([number, number] | null)[] }[]
  colors: { text: string; background: string; line: string }
}

const TOP = 28
export const LINE = 18

/** What a plot shows now; its curves are those of the runs, in their order. */
export function pictureOf(plot: uPlot, title: string, runs: readonly { name: string; color: string }[], ticks: { x: Tick[]; y: Tick[] }, colors: Picture["colors"]): Picture {
  const { offsetLeft, offsetTop, clientWidth, clientHeight } = plot.over
  const box: Picture["box"] = [offsetLeft, TOP + offsetTop, clientWidth, clientHeight]
  const place = (value: number, scale: "x" | "y") => plot.valToPos(value, scale) + (scale === "x" ? box[0] : box[1])
  const isInside = (value: number, scale: "x" | "y") => value >= (plot.scales[scale]?.min ?? value) && value <= (plot.scales[scale]?.max ?? value)
  const placed = (marks: Tick[], scale: "x" | "y") => marks.filter(([value, said]) => said && isInside(value, scale)).map(([value, said]): Tick => [place(value, scale), said])
  const steps = Array.from(plot.data[0])
  const curves = runs.flatMap(({ name, color }, at) => {
    const column = plot.data[at + 1] ?? []
    const points = steps.flatMap((step, index): ([number, number] | null)[] => {
      const value = column[index]
      if (value === undefined || !isInside(step, "x")) return []
      return [value === null ? null : [place(step, "x"), place(value, "y")]]
    })
    return plot.series[at + 1]?.show ? [{ name, color, points }] : []
  })
  return { title, width: plot.width, height: TOP + plot.height + LINE * curves.length, box, across: placed(ticks.x, "x"), up: placed(ticks.y, "y"), curves, colors }
}

export function svg(of: Picture): string {
  const [left, top, width, height] = of.box
  const bottom = top + height
  const text = (x: number, y: number, said: string, anchor: string) => `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}">${escaped(said)}</text>`
  const line = (x1: number, y1: number, x2: number, y2: number) => `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${escaped(of.colors.line)}"/>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(of.width)}" height="${round(of.height)}" font-family="sans-serif" font-size="12" fill="${escaped(of.colors.text)}">`,
    `<rect width="100%" height="100%" fill="${escaped(of.colors.background)}"/>`,
    text(of.width / 2, LINE, of.title, "middle"),
    ...of.across.flatMap(([x, said]) => [line(x, top, x, bottom), text(x, bottom + LINE, said, "middle")]),
    ...of.up.flatMap(([y, said]) => [line(left, y, left + width, y), text(left - 6, y + 4, said, "end")]),
    ...of.curves.map(curve => `<path d="${path(curve.points)}" fill="none" stroke="${escaped(curve.color)}" stroke-width="1.5"/>`),
    ...of.curves.flatMap((curve, at) => {
      const y = of.height - LINE * (of.curves.length - at) + 6
      return [`<circle cx="${round(left + 5)}" cy="${round(y - 4)}" r="5" fill="${escaped(curve.color)}"/>`, text(left + 16, y, curve.name, "start")]
    }),
    "</svg>\n",
  ].join("\n")
}

/** The curve as a path of SVG; begun anew after a gap. */
export function path(points: ([number, number] | null)[]): string {
  let isDown = false
  return points
    .map(point => {
      const command = point === null ? "" : `${isDown ? "L" : "M"}${round(point[0])} ${round(point[1])}`
      isDown = point !== null
      return command
    })
    .join("")
}

function round(of: number): number {
  return Math.round(of * 100) / 100
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
