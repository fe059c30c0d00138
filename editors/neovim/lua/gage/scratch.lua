-- Windows of text that belongs to no file: what is in them is set by us, never typed or saved.

local M = {}

---@param filetype string
---@return integer bufnr of a buffer in a new window below the current one, gone when the window closes
function M.open(filetype)
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].modifiable = false
  vim.bo[bufnr].filetype = filetype
  local from = vim.api.nvim_get_current_win()
  vim.keymap.set('n', 'q', function()
    vim.cmd.close()
    if vim.api.nvim_win_is_valid(from) then vim.api.nvim_set_current_win(from) end
  end, { buffer = bufnr, desc = 'close' })
  vim.cmd('belowright split')
  vim.api.nvim_win_set_buf(0, bufnr)
  vim.wo[0][0].wrap = false
  return bufnr
end

---@param bufnr integer
---@param first integer line, from 0; as all bounds of lines in Neovim's API, it may count from the end
---@param last integer line behind the last one
---@param lines string[]
function M.set_lines(bufnr, first, last, lines)
  vim.bo[bufnr].modifiable = true
  vim.api.nvim_buf_set_lines(bufnr, first, last, false, lines)
  vim.bo[bufnr].modifiable = false
end

---Set the line above the text.
---@param bufnr integer
---@param title string
function M.set_title(bufnr, title)
  for _, window in ipairs(vim.fn.win_findbuf(bufnr)) do
    vim.wo[window][0].winbar = title:gsub('%s+', ' '):gsub('%%', '%%%%')
  end
end

return M
