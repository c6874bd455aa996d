---@brief
---
--- Ownscope follows the ownership of memory through C and C++ and runs beside clangd.
--- For Neovim 0.11 and newer: `vim.lsp.enable({ 'clangd', 'ownscope' })`.

---@type vim.lsp.Config
return {
  cmd = { 'ownscope', 'lsp', '--stdio' },
  filetypes = { 'c', 'cpp', 'objc', 'objcpp', 'cuda' },
  root_markers = { '.ownscope.yaml', 'compile_commands.json', 'compile_flags.txt', '.git' },
  -- As clangd's configuration has it: two servers of one buffer that count columns differently confuse plugins.
  capabilities = { offsetEncoding = { 'utf-8', 'utf-16' } },
  on_init = function(client, result)
    if result.offsetEncoding then
      client.offset_encoding = result.offsetEncoding
    end
  end,
}
