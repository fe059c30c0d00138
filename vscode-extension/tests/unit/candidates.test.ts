import assert from "node:assert/strict"
import { test } from "node:test"

import { candidates, type Surroundings } from "../../src/python/candidates.ts"

const LINUX: Surroundings = { setting: "", chosen: undefined, folders: ["/w"], searchPath: "/usr/bin:bin", platform: "linux" }

const CASES: [string, Partial<Surroundings>, [string, string][]][] = [
  ["the workspace's environments come before the PATH, whose relative directories are passed over", {}, [["/w/.venv/bin/python", ".venv"], ["/w/venv/bin/python", "venv"], ["/usr/bin/python3", "PATH"], ["/usr/bin/python", "PATH"]]],
  ["what the Python extension has chosen comes first", { chosen: "/envs/a/bin/python", folders: [], searchPath: "" }, [["/envs/a/bin/python", "Python extension"]]],
  ["a setting stands alone", { setting: "${workspaceFolder}/py", chosen: "/x" }, [["/w/py", "setting"]]],
  ["of a workspace that is not trusted nothing is taken", { folders: [] }, [["/usr/bin/python3", "PATH"], ["/usr/bin/python", "PATH"]]],
  ["Windows has other places", { platform: "win32", folders: ["C:\\w"], searchPath: "C:\\py" }, [["C:\\w\\.venv\\Scripts\\python.exe", ".venv"], ["C:\\w\\venv\\Scripts\\python.exe", "venv"], ["C:\\py\\python.exe", "PATH"], ["C:\\py\\py.exe", "PATH"]]],
]

for (const [name, given, expected] of CASES)
  test(name, () => {
    assert.deepEqual(candidates({ ...LINUX, ...given }).map(each => [each.path, each.origin]), expected)
  })
