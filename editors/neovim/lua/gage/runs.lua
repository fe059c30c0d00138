-- The runs of a project as a table in a window of its own, kept current by the server's `gage/runsChanged`.

local M = {}

local columns = { 'name', 'operation', 'status', 'started', 'duration', 'label' }
local most_runs = 200

---@type table<integer, { client_id: integer, uri: string, runs_dir: string?, runs: table[] }> by buffer
local views = {}

-- JSON's null arrives as vim.NIL, which is true in a condition.
local function given(value)
  return value ~= nil and value ~= vim.NIL
end

local function duration(seconds)
  if seconds < 60 then return ('%.1f s'):format(seconds) end
  return ('%d:%02d:%02d'):format(seconds / 3600, seconds / 60 % 60, seconds % 60)
end

local function cell(run, column)
  local value = run[column]
  if not given(value) then return '' end
  if column == 'duration' then return duration(value) end
  if column == 'started' then return (value:sub(1, 19):gsub('T', ' ')) end
  return (tostring(value):gsub('%s+', ' '))
end

---@param runs table[] run objects, as `gage/runs` gives them
---@return string[] lines, the first of which is the head
local function as_table(runs)
  local rows = { columns }
  for _, run in ipairs(runs) do
    rows[#rows + 1] = vim.tbl_map(function(column) return cell(run, column) end, columns)
  end
  local widths = {}
  for _, row in ipairs(rows) do
    for c, text in ipairs(row) do
      widths[c] = math.max(widths[c] or 0, vim.fn.strdisplaywidth(text))
    end
  end
  return vim.tbl_map(function(row)
    local cells = {}
    for c, text in ipairs(row) do
      cells[c] = text .. (' '):rep(widths[c] - vim.fn.strdisplaywidth(text))
    end
    return vim.trim(table.concat(cells, '  '))
  end, rows)
end

local function show(bufnr, result)
  local lines = as_table(result.runs)
  if #result.runs == 0 then lines = { 'No runs yet in ' .. result.runsDir } end
  if result.total > #result.runs then
    lines[#lines + 1] = ('… and %d older runs'):format(result.total - #result.runs)
  end
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  vim.bo[bufnr].modifiable = false
end

local function load(bufnr)
  local view = views[bufnr]
  local client = view and vim.lsp.get_client_by_id(view.client_id)
  if not client then return end
  client:request('gage/runs', { uri = view.uri, limit = most_runs }, function(err, result)
    if not vim.api.nvim_buf_is_valid(bufnr) then return end
    if err then
      vim.notify(err.message, vim.log.levels.ERROR)
      return
    end
    view.runs_dir, view.runs = result.runsDir, result.runs
    show(bufnr, result)
  end)
end

local function open_run_directory(bufnr)
  local run = views[bufnr].runs[vim.api.nvim_win_get_cursor(0)[1] - 1]
  if run then vim.cmd.split(vim.fn.fnameescape(run.run_dir)) end
end

local function new_buffer()
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].filetype = 'gageruns'
  vim.api.nvim_create_autocmd('BufWipeout', { buffer = bufnr, callback = function() views[bufnr] = nil end })
  local function map(key, what, desc) vim.keymap.set('n', key, what, { buffer = bufnr, desc = desc }) end
  map('R', function() load(bufnr) end, 'Ask for the runs again')
  map('<CR>', function() open_run_directory(bufnr) end, 'Open the directory of the run')
  map('q', '<Cmd>close<CR>', 'Close the runs')
  return bufnr
end

---Open the runs of the project that a file lies in, below the current window.
---@param client_id integer
---@param uri string
function M.open(client_id, uri)
  local bufnr = new_buffer()
  views[bufnr] = { client_id = client_id, uri = uri, runs = {} }
  vim.cmd('belowright split')
  vim.api.nvim_win_set_buf(0, bufnr)
  vim.wo.wrap = false
  vim.wo.winfixheight = true
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
