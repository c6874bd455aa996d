-- Neovim before 0.11: Ownscope by `editors/neovim/lua/ownscope.lua`, clangd started as its users start it.

package.path = os.getenv('OWNSCOPE_SCRIPTS') .. '/?.lua;' .. package.path
local report = require('report')

vim.opt.runtimepath:append(report.editors .. '/neovim')
vim.cmd('filetype on')
require('ownscope').setup({})

vim.api.nvim_create_autocmd('FileType', {
  pattern = { 'c', 'cpp' },
  callback = function(event)
    local capabilities = vim.lsp.protocol.make_client_capabilities()
    capabilities.offsetEncoding = { 'utf-8', 'utf-16' }
    local id = vim.lsp.start_client({
      name = 'clangd',
      cmd = { 'clangd', '--log=error' },
      root_dir = report.project,
      capabilities = capabilities,
      on_init = function(client, result)
        client.offset_encoding = result.offsetEncoding or client.offset_encoding
        return true
      end,
    })
    vim.lsp.buf_attach_client(event.buf, id)
  end,
})

vim.cmd('edit ' .. report.project .. '/leak.cpp')
report.diagnostics()
report.go_to_pointer()
require('ownscope').hover()
report.hover_window()
report.story()
report.finish(vim.lsp.get_active_clients())
