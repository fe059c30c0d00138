-- What a run printed, in a window that follows it while the run goes on.

local scratch = require('gage.scratch')
local server = require('gage.server')

local M = {}

local most_bytes_before = 1024 * 1024
local pause = 300 -- milliseconds between questions where nothing new was printed

---@class gage.Output
---@field bufnr integer
---@field project gage.Project
---@field run table
---@field rest string the last line as it came; it may go on

---@param line string as it came
---@return string shown what of it a terminal would be left with, without colours
local function as_shown(line)
  return (line:gsub('\27%[[0-?]*[ -/]*[@-~]', ''):gsub('\r+$', ''):gsub('^.*\r', ''))
end

---@param output gage.Output
---@param text string
local function append(output, text)
  local lines = vim.split(output.rest .. text, '\n', { plain = true })
  -- Of what was written over, as progress bars are, nothing is kept.
  output.rest = lines[#lines]:match('[^\r]*\r?$')
  local last = vim.api.nvim_buf_line_count(output.bufnr)
  local following = vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_cursor(window)[1] == last
  end, vim.fn.win_findbuf(output.bufnr))
  scratch.set_lines(output.bufnr, -2, -1, vim.tbl_map(as_shown, lines))
  for _, window in ipairs(following) do
    vim.api.nvim_win_set_cursor(window, { vim.api.nvim_buf_line_count(output.bufnr), 0 })
  end
end

---@param output gage.Output
---@param part table what `gage/output` gave
local function set_title(output, part)
  local title = 'output of ' .. output.run.name
  if not part.done then title = title .. ', which goes on' end
  if part.done and part.size == 0 then title = title .. ': it printed nothing' end
  scratch.set_title(output.bufnr, title)
end

---@param output gage.Output
---@param offset integer in bytes
local function read(output, offset)
  if not vim.api.nvim_buf_is_valid(output.bufnr) then return end
  server.request(output.project, 'gage/output', { id = output.run.id, offset = offset }, function(part)
    if not vim.api.nvim_buf_is_valid(output.bufnr) then return end
    if offset < 0 and part.offset > 0 then append(output, ('… %d bytes before\n…'):format(part.offset)) end
    for _, entry in ipairs(part.entries) do
      append(output, entry.text)
    end
    set_title(output, part)
    if part.done then return end
    vim.defer_fn(function() read(output, part.next) end, part.next == offset and pause or 0)
  end)
end

---Open the output of a run below the current window; of a long one the end.
---@param project gage.Project
---@param run table run object
function M.open(project, run)
  local bufnr = scratch.open('gageoutput')
  read({ bufnr = bufnr, project = project, run = run, rest = '' }, -most_bytes_before)
end

return M
