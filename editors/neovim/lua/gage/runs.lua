-- The runs of a project as a table in a window of its own, kept current by the server's `gage/runsChanged`.

local actions = require('gage.run_actions')
local scratch = require('gage.scratch')
local server = require('gage.server')
local text_table = require('gage.text_table')

local M = {}

local columns = { 'name', 'operation', 'status', 'started', 'duration', 'label' }
local most_runs = 200
local namespace = vim.api.nvim_create_namespace('gage_runs')

---@class gage.Runs: gage.Project
---@field where string the filter
---@field asked string the filter that was asked for last, which may be wrong
---@field runs_dir string?
---@field runs table[] run objects, of which the first is on the second line

---@type table<integer, gage.Runs> by buffer
local views = {}

local function duration(seconds)
  if seconds < 60 then return ('%.1f s'):format(seconds) end
  return ('%d:%02d:%02d'):format(seconds / 3600, seconds / 60 % 60, seconds % 60)
end

local function cell(run, column)
  local text = text_table.cell(run[column])
  if text == '' then return '' end
  if column == 'duration' then return duration(run.duration) end
  if column == 'started' then return (text:sub(1, 19):gsub('T', ' ')) end
  return text
end

---@param result table what `gage/runs` gave
---@return string[] lines, the first of which is the head
local function as_lines(result)
  if result.all == 0 then return { 'No runs yet in ' .. result.runsDir } end
  if result.total == 0 then return { 'None of the runs matches the filter' } end
  local rows = { columns }
  for _, run in ipairs(result.runs) do
    rows[#rows + 1] = vim.tbl_map(function(column) return cell(run, column) end, columns)
  end
  local lines = text_table.lines(rows)
  local older = result.total - #result.runs
  if older > 0 then lines[#lines + 1] = ('… and %d older runs'):format(older) end
  return lines
end

---Put the cursors on the runs they were on, wherever these are now.
---@param was table<integer, string> id of the run by window
local function move_cursors(bufnr, was)
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    for i, run in ipairs(views[bufnr].runs) do
      if run.id == was[window] then vim.api.nvim_win_set_cursor(window, { i + 1, 0 }) end
    end
  end
end

---@return table<integer, string> id of the run that the cursor is on, by window; where it is on none yet, of the first
local function runs_at_cursors(bufnr, first)
  local found = {}
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    local run = views[bufnr].runs[vim.api.nvim_win_get_cursor(window)[1] - 1] or first
    found[window] = run and run.id
  end
  return found
end

local function show(bufnr, result)
  local view = views[bufnr]
  local was = runs_at_cursors(bufnr, result.runs[1])
  view.runs_dir, view.runs = result.runsDir, result.runs
  scratch.set_lines(bufnr, 0, -1, as_lines(result))
  move_cursors(bufnr, was)
  local count = ('%d of %d runs'):format(result.total, result.all)
  local filter = view.where ~= '' and (' where ' .. view.where) or ''
  scratch.set_title(bufnr, count .. filter .. ' · ? shows the keys')
end

---@param on_result fun(result: table) not called where the filter cannot be read
local function ask(bufnr, where, on_result)
  server.request(views[bufnr], 'gage/runs', { where = where, limit = most_runs }, function(result)
    if vim.api.nvim_buf_is_valid(bufnr) then on_result(result) end
  end)
end

local function load(bufnr)
  local where = views[bufnr].where
  ask(bufnr, where, function(result)
    if views[bufnr].where == where then show(bufnr, result) end
  end)
end

local function filter(bufnr)
  local view = views[bufnr]
  vim.ui.input({ prompt = 'Runs where: ', default = view.asked }, function(text)
    if text == nil then return end
    view.asked = text
    ask(bufnr, text, function(result)
      view.where = text
      show(bufnr, result)
    end)
  end)
end

---@param keys { [1]: string, [2]: string }[] keys and what they do
---@param width integer
---@return string[] lines that are not wider, unless one key is
local function help(keys, width)
  local lines = { '' }
  for _, key in ipairs(keys) do
    local words = ('%s %s  '):format(key[1], key[2])
    if lines[#lines] ~= '' and #lines[#lines] + #words > width then table.insert(lines, '') end
    lines[#lines] = lines[#lines] .. words
  end
  return lines
end

---Show below the head what the keys do, or hide it.
local function toggle_help(bufnr, keys)
  local shown = vim.api.nvim_buf_get_extmarks(bufnr, namespace, 0, -1, {})
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  if #shown > 0 then return end
  local lines = vim.tbl_map(function(line) return { { line, 'Comment' } } end, help(keys, vim.api.nvim_win_get_width(0)))
  vim.api.nvim_buf_set_extmark(bufnr, namespace, 0, 0, { virt_lines = lines })
end

---The runs of the selected lines, or of the line of the cursor; no longer selected then.
local function chosen(bufnr)
  local first, last = vim.fn.line('v'), vim.fn.line('.')
  if vim.fn.mode():find('^[vV\22]') then vim.cmd.normal({ vim.keycode('<Esc>'), bang = true }) end
  if first > last then first, last = last, first end
  return vim.list_slice(views[bufnr].runs, math.max(first, 2) - 1, last - 1)
end

local function map_keys(bufnr)
  local function with_runs(act)
    return function()
      local runs = chosen(bufnr)
      if #runs == 0 then return server.refuse('there is no run on this line') end
      act(views[bufnr], runs)
    end
  end
  local keys = {
    { '<CR>', 'directory', with_runs(actions.open_directory) },
    { 'o', 'output', with_runs(actions.show_output) },
    { 'r', 'run again', with_runs(actions.run_again) },
    { 's', 'stop', with_runs(actions.stop) },
    { 'S', 'start a staged run', with_runs(actions.start) },
    { 'l', 'label', with_runs(actions.label) },
    { 'd', 'delete', with_runs(actions.delete) },
    { 'c', 'compare those selected', with_runs(actions.compare) },
    { 'f', 'filter', function() filter(bufnr) end },
    { 'R', 'ask again', function() load(bufnr) end },
  }
  for _, key in ipairs(keys) do
    vim.keymap.set({ 'n', 'x' }, key[1], key[3], { buffer = bufnr, desc = key[2], nowait = true })
  end
  vim.keymap.set('n', '?', function() toggle_help(bufnr, keys) end, { buffer = bufnr, desc = 'keys' })
end

---Open the runs of the project that a file lies in, below the current window.
---@param client_id integer
---@param uri string
function M.open(client_id, uri)
  local bufnr = scratch.open('gageruns')
  views[bufnr] = { client_id = client_id, uri = uri, where = '', asked = '', runs = {} }
  vim.api.nvim_create_autocmd('BufWipeout', { buffer = bufnr, callback = function() views[bufnr] = nil end })
  vim.wo[0][0].winfixheight = true
  map_keys(bufnr)
  load(bufnr)
end

---Bring the windows that show a runs directory up to date.
---@param client_id integer
---@param runs_dir string
function M.refresh(client_id, runs_dir)
  for bufnr, view in pairs(views) do
    if view.client_id == client_id and view.runs_dir == runs_dir then load(bufnr) end
  end
end

return M
