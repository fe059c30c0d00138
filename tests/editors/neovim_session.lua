-- What a person does with a gagefile in Neovim, from opening it to finding the run; what was seen goes to $SEEN as JSON.
-- Needs $PLUGIN (the directory with lsp/ and lua/), $GAGEFILE (a project's, with one misspelt key) and $OTHER (not one).

local seen = { notified = {} }

local function wait(what, condition)
  assert(vim.wait(30000, condition, 20), 'waited in vain for ' .. what)
end

local function contents(buf)
  return vim.api.nvim_buf_get_lines(buf, 0, -1, false)
end

---Ask for what there is to choose from, and choose the first whose title has a text in it.
local function choose_from(ask, text)
  local titles
  vim.ui.select = function(items, options, on_choice)
    titles = vim.tbl_map(options.format_item, items)
    for i, title in ipairs(titles) do
      if title:find(text, 1, true) then return on_choice(items[i], i) end
    end
    error(text .. ' is not among ' .. vim.inspect(titles))
  end
  ask()
  wait(text .. ' to choose', function() return titles end)
end

local function choose(text)
  choose_from(vim.lsp.buf.code_action, text)
end

local function lenses(buf)
  return vim.tbl_map(function(lens) return lens.command.title end, vim.lsp.codelens.get(buf))
end

---Wait for the lens of a run that is over; its id.
local function lens_of_another(buf, run)
  local last
  wait('the lens of another run', function()
    last = table.remove(vim.lsp.codelens.get(buf))
    return last and last.command.title:find('completed', 1, true) and last.command.arguments[1].run ~= run
  end)
  return last.command.arguments[1].run
end

---The virtual text behind a line.
local function shown_behind(buf, line)
  local marks = vim.api.nvim_buf_get_extmarks(buf, -1, { line, 0 }, { line, -1 }, { details = true, type = 'virt_text' })
  local texts = vim.tbl_map(function(chunk) return chunk[1] end, marks[1][4].virt_text)
  return table.concat(texts)
end

local function completed_runs(buf)
  return vim.tbl_filter(function(line) return line:find('completed', 1, true) end, contents(buf))
end

local function session()
  vim.notify = function(message) table.insert(seen.notified, message) end
  vim.opt.runtimepath:prepend(vim.env.PLUGIN)
  vim.lsp.enable('gage_ls')

  vim.cmd.edit(vim.fn.fnameescape(vim.env.OTHER))
  local other = vim.api.nvim_get_current_buf()
  vim.cmd.edit(vim.fn.fnameescape(vim.env.GAGEFILE))
  local buf, window = vim.api.nvim_get_current_buf(), vim.api.nvim_get_current_win()

  wait('diagnostics', function() return #vim.diagnostic.get(buf) > 0 end)
  seen.diagnostics = vim.tbl_map(function(d)
    return { d.lnum, d.col, d.end_lnum, d.end_col }
  end, vim.diagnostic.get(buf))
  seen.encoding = vim.lsp.get_clients({ bufnr = buf })[1].offset_encoding
  seen.attached_elsewhere = #vim.lsp.get_clients({ bufnr = other })

  -- At the start of the line: the misspelt key is further on.
  vim.api.nvim_win_set_cursor(window, { seen.diagnostics[1][1] + 1, 0 })
  choose('exec')
  wait('the fix', function() return #vim.diagnostic.get(buf) == 0 end)
  seen.mended = contents(buf)

  choose('Run')
  wait('the refusal', function() return #seen.notified > 0 end)
  seen.refusal = table.remove(seen.notified)

  vim.cmd.write()
  vim.cmd.GageRuns()
  local runs = vim.api.nvim_get_current_buf()
  wait('the empty runs', function() return contents(runs)[1] ~= '' end)
  seen.no_runs = contents(runs)

  vim.api.nvim_set_current_win(window)
  choose('Run')
  wait('the run', function() return #completed_runs(runs) == 1 end)

  local first = lens_of_another(buf, nil)
  seen.lenses = lenses(buf)
  seen.line = shown_behind(buf, 1)
  choose_from(vim.lsp.codelens.run, 'Run')
  wait('the second run', function() return #completed_runs(runs) == 2 end)
  local second = lens_of_another(buf, first)

  vim.ui.input = function(options, on_confirm)
    seen.flags_asked = options
    on_confirm('lr=0.5 name="a b"')
  end
  choose('with flags')
  wait('the third run', function() return #completed_runs(runs) == 3 end)
  seen.runs = contents(runs)

  lens_of_another(buf, second)
  choose_from(vim.lsp.codelens.run, 'completed')
  wait('the output', function() return vim.api.nvim_get_current_buf() ~= buf end)
  seen.output = contents(0)
  vim.api.nvim_set_current_buf(buf)

  choose('phases')
  wait('the phases', function() return table.concat(contents(buf)):find('exec.run', 1, true) end)
  seen.phases = contents(buf)

  vim.api.nvim_set_current_win(vim.fn.bufwinid(runs))
  vim.api.nvim_win_set_cursor(0, { 2, 0 })
  vim.api.nvim_feedkeys(vim.keycode('<CR>'), 'xt', false)
  seen.run_directory = vim.api.nvim_buf_get_name(0)
end

local ok, failure = xpcall(session, debug.traceback)
if not ok then seen.failure = failure end
vim.fn.writefile({ vim.json.encode(seen) }, vim.env.SEEN)
vim.cmd('qall!')
