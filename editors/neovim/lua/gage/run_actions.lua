-- What a person does with runs of the window of :GageRuns; each function takes the project and the runs that are meant.

local server = require('gage.server')

local M = {}

local function names(runs)
  return table.concat(vim.tbl_map(function(run) return run.name end, runs), ', ')
end

---A function that executes a command of the server on one run.
local function on_one(command)
  return function(project, runs)
    if #runs > 1 then return server.refuse('choose one run for this') end
    server.execute(project, command, { run = runs[1].id })
  end
end

M.run_again = on_one('gage.rerun')
M.stop = on_one('gage.stop')
M.start = on_one('gage.start')

function M.open_directory(_, runs)
  vim.cmd.split(vim.fn.fnameescape(runs[1].run_dir))
end

function M.show_output(project, runs)
  require('gage.output').open(project, runs[1])
end

function M.label(project, runs)
  local run = runs[1]
  vim.ui.input({ prompt = ('Label of %s: '):format(run.name), default = run.label or '' }, function(text)
    if text == nil then return end
    server.execute(project, 'gage.label', { run = run.id, label = text ~= '' and text or vim.NIL })
  end)
end

---Delete runs, once the person says so.
function M.delete(project, runs)
  local prompt = ("Delete %s? ('gage restore' brings runs back.)"):format(names(runs))
  vim.ui.select({ 'Delete', 'Keep' }, { prompt = prompt }, function(answer)
    if answer ~= 'Delete' then return end
    server.execute(project, 'gage.delete', { runs = vim.tbl_map(function(run) return run.id end, runs) })
  end)
end

function M.compare(project, runs)
  if #runs < 2 then return server.refuse('choose two runs or more with V, then press c') end
  require('gage.comparison').open(project, runs)
end

return M
