-- The command :GageRun, which runs an operation of the gagefile it is given in.

local server = require('gage.server')

local M = {}

local patience = 5000 -- milliseconds

---@return table[] symbols of the operations of a gagefile
local function operations(client_id, bufnr)
  local client = vim.lsp.get_client_by_id(client_id)
  local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
  local answer = client and client:request_sync('textDocument/documentSymbol', params, patience, bufnr)
  return vim.tbl_filter(function(symbol)
    return symbol.kind == vim.lsp.protocol.SymbolKind.Function
  end, answer and answer.result or {})
end

---@return string? name of the operation that the cursor is in
local function at_cursor(client_id, bufnr)
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  for _, symbol in ipairs(operations(client_id, bufnr)) do
    if symbol.range.start.line <= line and line <= symbol.range['end'].line then return symbol.name end
  end
end

---@param written string beginning of a name
---@return string[] names of operations
function M.complete(client_id, bufnr, written)
  local names = vim.tbl_map(function(symbol) return symbol.name end, operations(client_id, bufnr))
  return vim.tbl_filter(function(name) return vim.startswith(name, written) end, names)
end

---@param name string of an operation; empty for the one that the cursor is in
function M.run(client_id, bufnr, name)
  local operation = name ~= '' and name or at_cursor(client_id, bufnr)
  if not operation then return server.refuse('name an operation, or put the cursor on one') end
  local project = { client_id = client_id, uri = vim.uri_from_bufnr(bufnr) }
  server.execute(project, 'gage.run', { operation = operation })
end

return M
