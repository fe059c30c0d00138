/** A chart as a picture to keep: scalable, from its points, or as it is drawn; what is not shown is not in it. */

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
const LINE = 18

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

function path(points: ([number, number] | null)[]): string {
  let isDown = false
  return points
    .map(point => {
      const command = point === null ? "" : `${isDown ? "L" : "M"}${round(point[0])} ${round(point[1])}`
      isDown = point !== null
      return command
    })
    .join("")
}

/** The same picture drawn on a canvas, twice as fine. */
export async function png(of: Picture): Promise<Uint8Array> {
  const canvas = document.createElement("canvas")
  const pen = canvas.getContext("2d")
  if (!pen) throw new Error("This editor has no canvas to draw on.")
  canvas.width = of.width * 2
  canvas.height = of.height * 2
  pen.scale(2, 2)
  draw(pen, of)
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, "image/png"))
  if (!blob) throw new Error("The chart is too large for a picture.")
  return new Uint8Array(await blob.arrayBuffer())
}

function draw(pen: CanvasRenderingContext2D, of: Picture): void {
  const [left, top, width, height] = of.box
  const text = (x: number, y: number, said: string, align: CanvasTextAlign) => {
    pen.fillStyle = of.colors.text
    pen.textAlign = align
    pen.fillText(said, x, y)
  }
  const stroke = (path: Path2D, color: string, breadth: number) => {
    pen.strokeStyle = color
    pen.lineWidth = breadth
    pen.stroke(path)
  }
  pen.fillStyle = of.colors.background
  pen.fillRect(0, 0, of.width, of.height)
  pen.font = "12px sans-serif"
  text(of.width / 2, LINE, of.title, "center")
  for (const [x, said] of of.across) {
    stroke(new Path2D(`M${x} ${top}V${top + height}`), of.colors.line, 1)
    text(x, top + height + LINE, said, "center")
  }
  for (const [y, said] of of.up) {
    stroke(new Path2D(`M${left} ${y}H${left + width}`), of.colors.line, 1)
    text(left - 6, y + 4, said, "right")
  }
  of.curves.forEach((curve, at) => {
    stroke(new Path2D(path(curve.points)), curve.color, 1.5)
    const y = of.height - LINE * (of.curves.length - at) + 6
    pen.fillStyle = curve.color
    pen.fillRect(left, y - 9, 10, 10)
    text(left + 16, y, curve.name, "left")
  })
}

function round(of: number): number {
  return Math.round(of * 100) / 100
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, char => `&#${char.charCodeAt(0)};`)
}
