" Vim with ALE: Ownscope by `editors/vim/ale_linters/`, beside clangd.
set nocompatible nomore nobackup
let s:project = $OWNSCOPE_PROJECT
let s:lines = []

function! s:tell(entry) abort
  call add(s:lines, json_encode(a:entry))
  call writefile(s:lines, $OWNSCOPE_REPORT)
endfunction

function! s:wait(condition) abort
  let l:start = reltime()
  while !a:condition() && reltimefloat(reltime(l:start)) < 30
    sleep 20m
  endwhile
endfunction

execute 'set runtimepath+=' . $OWNSCOPE_EDITORS . '/vim'
filetype plugin on
let g:ale_linters_explicit = 1
let g:ale_linters = {'cpp': ['clangd', 'ownscope']}
let g:ale_cpp_clangd_options = '--log=error'
let g:ale_root = {'clangd': s:project, 'ownscope': s:project}
let g:ale_hover_to_preview = 1
let g:ale_hover_cursor = 0
packadd ale
execute 'edit ' . s:project . '/leak.cpp'
set filetype=cpp
ALELint

function! s:linters() abort
  return map(copy(get(get(g:ale_buffer_info, bufnr(''), {}), 'loclist', [])), {_, one -> one.linter_name})
endfunction
call s:wait({-> index(s:linters(), 'clangd') >= 0 && index(s:linters(), 'ownscope') >= 0})
for s:one in g:ale_buffer_info[bufnr('')].loclist
  call s:tell({'kind': 'diagnostic', 'source': s:one.linter_name == 'clangd' ? 'clang' : s:one.linter_name,
      \ 'text': s:one.text, 'detail': get(s:one, 'detail', '')})
endfor

" ALE shows the hover of each server as it comes, so each is looked at for itself.
let s:code = bufnr('')
for s:server in ['clangd', 'ownscope']
  let b:ale_linters = {'cpp': [s:server]}
  call cursor(1, 1)
  call search('\*p = ')
  normal! l
  ALEHover
  call s:wait({-> !empty(filter(range(1, winnr('$')), 'getwinvar(v:val, "&previewwindow")'))})
  for s:window in range(1, winnr('$'))
    if getwinvar(s:window, '&previewwindow')
      call s:tell({'kind': 'hover', 'server': s:server, 'text': join(getbufline(winbufnr(s:window), 1, '$'), "\n")})
    endif
  endfor
  pclose
endfor
call s:tell({'kind': 'end', 'stopped': v:true})
qall!
