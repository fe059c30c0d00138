-- What Gage reads in texts that a person may write where flags are asked for; $CASES and $SEEN are JSON files.

vim.opt.runtimepath:prepend(vim.env.PLUGIN)
local flags = require('gage.flags')

local seen = vim.tbl_map(function(case)
  local changed, rest = flags.changed(case.text, case.present)
  return changed and vim.tbl_extend('error', vim.empty_dict(), changed) or { rest }
end, vim.json.decode(table.concat(vim.fn.readfile(vim.env.CASES), '\n')))
vim.fn.writefile({ vim.json.encode({ seen = seen }) }, vim.env.SEEN)
vim.cmd('qall!')
