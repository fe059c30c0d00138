/** Draws a picture as pixels; decides nothing of what is in it. */

import { LINE, path, type Picture } from "./picture.ts"

/** A PNG file, with twice the pixels that the picture says. */
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
