import json
import pathlib

summary = pathlib.Path("summary.json")
lines = ["# Report", ""]
if summary.exists():
    lines += [f"- {name}: {value}" for name, value in json.loads(summary.read_text())["metrics"].items()]
else:
    lines.append("The analysis left no summary.")
pathlib.Path("report.md").write_text("\n".join(lines) + "\n")
print("Wrote report.md")
