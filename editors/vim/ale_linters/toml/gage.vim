call ale#linter#Define('toml', gage#linter())
