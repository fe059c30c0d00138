-- What a person sees of a gagefile in Neovim without running anything; what was seen goes to $SEEN as JSON.
-- Needs $PLUGIN (the directory with lsp/ and lua/) and $GAGEFILE.

local seen = {}

local function wait(what, condition)
  assert(vim.wait(30000, condition, 20), 'waited in vain for ' .. what)
end

local function hints()
  return vim.tbl_map(function(hint)
    local place = hint.inlay_hint.position
    return { place.line, place.character, hint.inlay_hint.label }
  end, vim.lsp.inlay_hint.get({ bufnr = 0 }))
end

local function float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then return window end
  end
end

local function session()
  vim.opt.runtimepath:prepend(vim.env.PLUGIN)
  vim.lsp.enable('gage_ls')
  vim.cmd.edit(vim.fn.fnameescape(vim.env.GAGEFILE))
  vim.lsp.inlay_hint.enable(true)
  wait('the hints', function() return #hints() > 0 end)
  seen.hints = hints()

  vim.api.nvim_win_set_cursor(0, { 1, 2 })
  vim.lsp.buf.hover()
  wait('the hover', float)
  seen.hover = vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(float()), 0, -1, false)
end

local ok, failure = xpcall(session, debug.traceback)
if not ok then seen.failure = failure end
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
