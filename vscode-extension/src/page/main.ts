/** Puts the page into the document. */

import "uplot/dist/uPlot.min.css"
import "./page.css"

import { Page } from "./page.ts"
import { editorSource } from "./source.ts"

new Page(editorSource(), document.body)
