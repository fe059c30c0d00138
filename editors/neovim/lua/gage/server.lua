-- Asks the server about the runs of a project, and tells the person what it refuses.

local M = {}

---@class gage.Project
---@field client_id integer
---@field uri string that of a file of the project

---@param message string
function M.refuse(message)
  vim.notify(message, vim.log.levels.ERROR)
end

local function send(project, method, params, on_result)
  local client = vim.lsp.get_client_by_id(project.client_id)
  if not client then return M.refuse('the language server has ended; close this and open the gagefile again') end
  client:request(method, params, function(err, result)
    if err then return M.refuse(err.message) end
    if on_result then on_result(result) end
  end)
end

---@param project gage.Project
---@param method string a request that takes a `uri`
---@param params table<string, any> what else it takes
---@param on_result fun(result: any) not called where it is refused
function M.request(project, method, params, on_result)
  send(project, method, vim.tbl_extend('error', params, { uri = project.uri }), on_result)
end

---@param project gage.Project
---@param command string
---@param argument table<string, any> what it takes beside the `uri`
function M.execute(project, command, argument)
  local arguments = { vim.tbl_extend('error', argument, { uri = project.uri }) }
  send(project, 'workspace/executeCommand', { command = command, arguments = arguments })
end

return M
