-- What a person does with runs of the window of :GageRuns; each function takes the project and the runs that are meant.

local server = require('gage.server')

local M = {}

local function names(runs)
  return table.concat(vim.tbl_map(function(run) return run.name end, runs), ', ')
end

---@param act fun(project: gage.Project, run: table)
local function for_one(act)
  return function(project, runs)
    if #runs > 1 then return server.refuse('choose one run for this') end
    act(project, runs[1])
  end
end

local function executes(command)
  return for_one(function(project, run) server.execute(project, command, { run = run.id }) end)
end

M.run_again = executes('gage.rerun')
M.stop = executes('gage.stop')
M.start = executes('gage.start')

M.open_directory = for_one(function(_, run) vim.cmd.split(vim.fn.fnameescape(run.run_dir)) end)

M.show_output = for_one(function(project, run) require('gage.output').open(project, run) end)

M.label = for_one(function(project, run)
  vim.ui.input({ prompt = ('Label of %s: '):format(run.name), default = run.label or '' }, function(text)
    if text == nil then return end
    server.execute(project, 'gage.label', { run = run.id, label = text ~= '' and text or vim.NIL })
  end)
end)

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
