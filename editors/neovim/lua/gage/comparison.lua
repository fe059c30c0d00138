-- Runs side by side as a table in a window of its own; what differs is marked.

local scratch = require('gage.scratch')
local server = require('gage.server')
local text_table = require('gage.text_table')

local M = {}

local about = { 'operation', 'status', 'label' }
local groups = { 'config', 'metrics', 'attributes' }

local function differ(values)
  return vim.iter(values):any(function(value) return value ~= values[1] end)
end

---@param result table what `gage/compare` gave
---@return table[] rows, as it has them
local function all_rows(result)
  local rows = vim.tbl_map(function(name)
    local values = vim.tbl_map(function(run) return text_table.cell(run[name]) end, result.runs)
    return { name = name, values = values, differs = differ(values) }
  end, about)
  for _, group in ipairs(groups) do
    vim.list_extend(rows, result[group])
  end
  return rows
end

local function show(bufnr, result)
  local rows = all_rows(result)
  local texts = { vim.list_extend({ '', '' }, vim.tbl_map(function(run) return run.name end, result.runs)) }
  for _, row in ipairs(rows) do
    local values = vim.tbl_map(text_table.cell, row.values)
    table.insert(texts, vim.list_extend({ row.differs and '*' or '', text_table.cell(row.name) }, values))
  end
  scratch.set_lines(bufnr, 0, -1, text_table.lines(texts))
  local namespace = vim.api.nvim_create_namespace('gage_comparison')
  for line, row in ipairs(rows) do
    if row.differs then vim.api.nvim_buf_set_extmark(bufnr, namespace, line, 0, { line_hl_group = 'DiffChange' }) end
  end
end

---Open runs side by side below the current window.
---@param project gage.Project
---@param runs table[] run objects
function M.open(project, runs)
  local ids = vim.tbl_map(function(run) return run.id end, runs)
  server.request(project, 'gage/compare', { ids = ids }, function(result)
    local bufnr = scratch.open('gagecomparison')
    show(bufnr, result)
    scratch.set_title(bufnr, ("%d runs; '*' marks what differs"):format(#runs))
  end)
end

return M
