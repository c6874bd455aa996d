-- Neovim 0.11 and newer: Ownscope by `editors/neovim/lsp/ownscope.lua`, clangd beside it, the built-in hover.

package.path = os.getenv('OWNSCOPE_SCRIPTS') .. '/?.lua;' .. package.path
local report = require('report')

vim.opt.runtimepath:append(report.editors .. '/neovim')
vim.lsp.config('clangd', {
  cmd = { 'clangd', '--log=error' },
  filetypes = { 'c', 'cpp' },
  root_markers = { 'compile_commands.json' },
  capabilities = { offsetEncoding = { 'utf-8', 'utf-16' } },
  on_init = function(client, result)
    client.offset_encoding = result.offsetEncoding or client.offset_encoding
  end,
})
vim.lsp.enable({ 'clangd', 'ownscope' })

vim.cmd('edit ' .. report.project .. '/leak.cpp')
report.diagnostics()
report.go_to_pointer()
vim.lsp.buf.hover()
report.hover_window()
report.story()
report.finish(vim.lsp.get_clients())
