call ale#linter#Define('yaml', gage#linter())
