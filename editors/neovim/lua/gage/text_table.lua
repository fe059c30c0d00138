-- Lays rows of values out as lines of equally wide columns.

local M = {}

---@param value any as it came in JSON
---@return string text on one line; empty for what is not given
function M.cell(value)
  -- JSON's null arrives as nil in objects and as vim.NIL in arrays.
  if value == nil or value == vim.NIL then return '' end
  return (tostring(value):gsub('%s+', ' '))
end

---@param rows string[][] all of the same length
---@return string[] lines
function M.lines(rows)
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
    return (table.concat(cells, '  '):gsub('%s+$', ''))
  end, rows)
end

return M
