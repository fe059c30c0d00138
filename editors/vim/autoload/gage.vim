" The linter of gagefiles for ALE; leaves all other files alone.

function! gage#linter() abort
  return {
  \   'name': 'gage',
  \   'lsp': 'stdio',
  \   'executable': {buffer -> get(g:, 'ale_gage_executable', 'gage-ls')},
  \   'command': '%e',
  \   'project_root': function('gage#root'),
  \ }
endfunction

" ALE starts no server for a file without a project root.
function! gage#root(buffer) abort
  let l:path = fnamemodify(bufname(a:buffer), ':p')
  return fnamemodify(l:path, ':t') =~# '\v^gage\.(toml|ya?ml|json)$' ? fnamemodify(l:path, ':h') : ''
endfunction
