-- The configuration that `vim.lsp.enable('gage_ls')` reads: attaches gage-ls to gagefiles and to nothing else.

local gagefiles = { 'gage.toml', 'gage.yaml', 'gage.yml', 'gage.json' }

---@type vim.lsp.Config
return {
  cmd = { 'gage-ls' },
  filetypes = { 'toml', 'yaml', 'json', 'jsonc', 'json5' },
  -- A function, because file types alone would attach the server to every TOML, YAML and JSON file.
  root_dir = function(bufnr, on_dir)
    local file = vim.api.nvim_buf_get_name(bufnr)
    if vim.list_contains(gagefiles, vim.fs.basename(file)) then
      on_dir(vim.fs.root(bufnr, { gagefiles, '.git' }) or vim.fs.dirname(file))
    end
  end,
  init_options = { clientCommands = { 'gage.runWithFlags' } },
  commands = {
    ['gage.runWithFlags'] = function(command, context) require('gage.flags').run(command, context) end,
  },
  handlers = {
    ['gage/runsChanged'] = function(_, params, context)
      require('gage.runs').refresh(context.client_id, params.runsDir)
      -- The lenses tell of the last runs.
      local client = vim.lsp.get_client_by_id(context.client_id)
      for bufnr in pairs(client and client.attached_buffers or {}) do
        vim.lsp.codelens.refresh({ bufnr = bufnr })
      end
    end,
  },
  on_attach = function(client, bufnr)
    vim.api.nvim_buf_create_user_command(bufnr, 'GageRuns', function()
      require('gage.runs').open(client.id, vim.uri_from_bufnr(bufnr))
    end, { desc = 'Show the runs of this project' })
    vim.api.nvim_buf_create_user_command(bufnr, 'GageRun', function(given)
      require('gage.run_command').run(client.id, bufnr, given.args)
    end, {
      nargs = '?',
      complete = function(written) return require('gage.run_command').complete(client.id, bufnr, written) end,
      desc = 'Run an operation of this gagefile',
    })
    -- Neovim asks for lenses only when told to: here, whenever the server has heard of a change.
    vim.api.nvim_create_autocmd('LspNotify', {
      buffer = bufnr,
      group = vim.api.nvim_create_augroup('gage_lenses_' .. bufnr, {}),
      callback = function(event)
        if event.data.client_id == client.id and event.data.method == 'textDocument/didChange' then
          vim.lsp.codelens.refresh({ bufnr = bufnr })
        end
      end,
      desc = 'Show a lens at every operation that can be run',
    })
    vim.lsp.codelens.refresh({ bufnr = bufnr })
  end,
}
