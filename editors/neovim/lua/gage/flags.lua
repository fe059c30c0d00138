-- Asks for the flags of a run, which LSP has no way to do, and runs with those that differ from the present config.

local M = {}

---@param value any a value of a config, as `gage/config` gives it
---@return string text that stands for it behind `name=`
local function spell(value)
  if value == vim.NIL then return '' end
  local text = tostring(value)
  if text ~= '' and not text:find('[%s"\\]') then return text end
  return '"' .. text:gsub('[\\"]', '\\%0') .. '"'
end

---@param config table<string, any>
---@return table<string, string> spelt
local function spell_all(config)
  return vim.tbl_map(spell, config)
end

---@param spelt table<string, string>
---@return string words `name=value`, sorted by name
local function as_words(spelt)
  local names = vim.tbl_keys(spelt)
  table.sort(names)
  return table.concat(vim.tbl_map(function(name) return name .. '=' .. spelt[name] end, names), ' ')
end

---@param text string
---@param at integer where a double quote opens
---@return integer? end_ where it closes
local function closing_quote(text, at)
  local place = at + 1
  while place <= #text do
    local char = text:sub(place, place)
    if char == '"' then return place end
    place = place + (char == '\\' and 2 or 1)
  end
end

---@param text string
---@param at integer where a value begins
---@return string? written the value with its quotes, if it has any; nil if they do not close
local function value_at(text, at)
  if text:sub(at, at) ~= '"' then return text:match('^%S*', at) end
  local close = closing_quote(text, at)
  return close and text:sub(at, close)
end

---@param text string words `name=value`; a value with spaces stands in double quotes
---@return table<string, { written: string, value: string }>? words by name, nil if there is one that is none
---@return string? rest the text from the first word that is none
local function parse(text)
  local words, at = {}, text:find('%S')
  while at do
    local name, begin = text:match('^([^%s="]+)=()', at)
    local written = name and value_at(text, begin)
    local after = written and begin + #written
    if not written or text:find('^%S', after) then return nil, text:sub(at) end
    local value = written:match('^"(.*)"$')
    words[name] = { written = written, value = value and value:gsub('\\(.)', '%1') or written }
    at = text:find('%S', after)
  end
  return words
end

---@param text string what a person made of the words of the present config
---@param present table<string, string> that config, spelt
---@return table<string, string>? flags that differ from it, by name
---@return string? rest what could not be read
function M.changed(text, present)
  local words, rest = parse(text)
  if not words then return nil, rest end
  local flags = {}
  for name, word in pairs(words) do
    if word.written ~= present[name] then flags[name] = word.value end
  end
  return flags
end

---The client command `gage.runWithFlags`.
---@param command lsp.Command
---@param context { client_id: integer, bufnr: integer }
function M.run(command, context)
  local argument = command.arguments[1]
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  client:request('gage/config', argument, function(err, result)
    if err then return vim.notify(err.message, vim.log.levels.ERROR) end
    local present = spell_all(result.config)
    local prompt = ('Flags of %s: '):format(argument.operation)
    vim.ui.input({ prompt = prompt, default = as_words(present) }, function(text)
      if text == nil then return end
      local flags, rest = M.changed(text, present)
      if not flags then
        return vim.notify(('not name=value: %s'):format(rest), vim.log.levels.ERROR)
      end
      local run = { uri = argument.uri, operation = argument.operation, flags = next(flags) and flags or nil }
      client:exec_cmd({ title = 'Run', command = 'gage.run', arguments = { run } }, { bufnr = context.bufnr })
    end)
  end, context.bufnr)
end

return M
