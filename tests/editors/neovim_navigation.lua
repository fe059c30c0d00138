-- How a person finds the way in a gagefile in Neovim; what was seen goes to $SEEN as JSON.
-- Needs $PLUGIN (the directory with lsp/ and lua/) and $GAGEFILE (of a project with train.py).

local seen = { notified = {} }

local function wait(what, condition)
  assert(vim.wait(30000, condition, 20), 'waited in vain for ' .. what)
end

---Call a function of vim.lsp.buf that makes a list, and wait for it.
local function listed(name, ask)
  local list
  ask({ on_list = function(found) list = found end })
  wait(name, function() return list end)
  return vim.tbl_map(function(item) return { item.lnum, item.col, vim.trim(item.text) } end, list.items)
end

local function session()
  vim.notify = function(message) table.insert(seen.notified, message) end
  vim.opt.runtimepath:prepend(vim.env.PLUGIN)
  vim.lsp.enable('gage_ls')
  vim.cmd.edit(vim.fn.fnameescape(vim.env.GAGEFILE))
  local buf = vim.api.nvim_get_current_buf()
  wait('the server', function()
    local client = vim.lsp.get_clients({ bufnr = buf })[1]
    return client and client.initialized
  end)

  seen.symbols = listed('symbols', vim.lsp.buf.document_symbol)
  seen.everywhere = listed('symbols of the workspace', function(options) vim.lsp.buf.workspace_symbol('ev', options) end)

  local line = vim.fn.search('config = ')
  vim.fn.search('train.py#lr')
  vim.lsp.buf.definition()
  wait('the definition', function() return vim.api.nvim_get_current_buf() ~= buf end)
  seen.definition = { vim.fs.basename(vim.api.nvim_buf_get_name(0)), unpack(vim.api.nvim_win_get_cursor(0)) }
  vim.api.nvim_win_set_buf(0, buf)

  wait('colours', function()
    local groups = vim.tbl_map(function(token)
      return token.type
    end, vim.lsp.semantic_tokens.get_at_pos(buf, line - 1, 11) or {})
    seen.colour = groups[1]
    return groups[1]
  end)

  vim.wo.foldmethod, vim.wo.foldexpr = 'expr', 'v:lua.vim.lsp.foldexpr()'
  wait('folds', function() return vim.lsp.foldexpr(1) ~= '0' end)
  seen.folds = vim.tbl_map(vim.lsp.foldexpr, vim.fn.range(1, vim.api.nvim_buf_line_count(buf)))

  vim.fn.cursor(1, 1)
  vim.fn.search('träin', 'c')
  seen.references = listed('references', function(options) vim.lsp.buf.references(nil, options) end)
  vim.lsp.buf.rename('eval')
  wait('the refusal', function() return #seen.notified > 0 end)
  seen.refusal = table.remove(seen.notified)
  vim.lsp.buf.rename('fit')
  wait('the new name', function() return vim.fn.search('\\[fit\\]\\|\\["fit"\\]', 'cn') > 0 end)
  seen.renamed = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
end

local ok, failure = xpcall(session, debug.traceback)
if not ok then seen.failure = failure end
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
