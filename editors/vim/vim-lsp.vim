" Ownscope beside clangd with vim-lsp: source this file from your vimrc.
augroup ownscope
  autocmd!
  autocmd User lsp_setup call lsp#register_server({
      \ 'name': 'ownscope',
      \ 'cmd': {_ -> ['ownscope', 'lsp', '--stdio']},
      \ 'root_uri': {_ -> lsp#utils#path_to_uri(lsp#utils#find_nearest_parent_file_directory(
      \     lsp#utils#get_buffer_path(),
      \     ['.ownscope.yaml', 'compile_commands.json', 'compile_flags.txt', '.git/']))},
      \ 'allowlist': ['c', 'cpp', 'objc', 'objcpp', 'cuda'],
      \ })
augroup END
