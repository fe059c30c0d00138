call ale#linter#Define('json', gage#linter())
