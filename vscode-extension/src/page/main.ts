/** Puts a page into the document: that of what it is told to show. */

import "uplot/dist/uPlot.min.css"
import "./page.css"
import "./table/table.css"

import { editorSource } from "./editorSource.ts"
import { Page } from "./page.ts"
import { TableOfRuns } from "./table/table.ts"

const source = editorSource()
let table: TableOfRuns | undefined
let page: Page | undefined
source.onChange(() => void (table ?? page)?.refresh())
source.onShow((shown, kept) => {
  if ("table" in shown) table ??= new TableOfRuns(source, document.body, kept)
  else (page ??= new Page(source, document.body)).show(shown)
})
