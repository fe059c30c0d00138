// Bundles the extension into dist/ and the libraries of Gage into bundled/libs; checks no types.
import { execFileSync } from "node:child_process"
import { rmSync } from "node:fs"
import { build } from "esbuild"

const python = process.env.PYTHON ?? "python3"
rmSync("dist", { recursive: true, force: true })
await build({
  entryPoints: ["src/extension.ts"],
  outfile: "dist/extension.js",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["vscode"],
  minify: true,
  legalComments: "linked",
})
await build({
  entryPoints: { page: "src/page/main.ts" },
  outdir: "dist",
  bundle: true,
  platform: "browser",
  format: "iife",
  target: "es2022",
  minify: true,
  legalComments: "linked",
})
execFileSync(python, ["scripts/bundle_libs.py"], { stdio: "inherit" })
