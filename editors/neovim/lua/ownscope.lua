-- Ownscope for Neovim: starts it where `vim.lsp.enable` does not exist yet (0.7 to 0.10), and has commands for all.

local M = {}

local defaults = {
  cmd = { 'ownscope', 'lsp', '--stdio' },
  filetypes = { 'c', 'cpp', 'objc', 'objcpp', 'cuda' },
  root_markers = { '.ownscope.yaml', 'compile_commands.json', 'compile_flags.txt', '.git' },
}

--- The nearest folder at or above `path` that has one of the markers, else the folder of the file.
local function root_of(path, markers)
  local start = vim.fn.fnamemodify(path, ':p:h')
  local folder = start
  while true do
    for _, marker in ipairs(markers) do
      if vim.loop.fs_stat(folder .. '/' .. marker) then
        return folder
      end
    end
    local parent = vim.fn.fnamemodify(folder, ':h')
    if parent == folder then
      return start
    end
    folder = parent
  end
end

--- One client a root, by root.
local clients = {}

--- Attaches the server to a buffer.
local function attach(buffer, options)
  local path = vim.api.nvim_buf_get_name(buffer)
  if path == '' or vim.bo[buffer].buftype ~= '' then
    return
  end
  local root = root_of(path, options.root_markers)
  local id = clients[root]
  if not id or vim.lsp.client_is_stopped(id) then
    local capabilities = vim.lsp.protocol.make_client_capabilities()
    -- As clangd's configuration has it. Up to 0.10 Neovim warns on every request when the servers of one buffer count
    -- columns in different units, so both are asked for the same.
    capabilities.offsetEncoding = { 'utf-8', 'utf-16' }
    id = vim.lsp.start_client({
      name = 'ownscope',
      cmd = options.cmd,
      root_dir = root,
      workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      capabilities = capabilities,
      on_init = function(client, result)
        if result.offsetEncoding then
          client.offset_encoding = result.offsetEncoding
        end
        return true
      end,
    })
    clients[root] = id
  end
  if id then
    vim.lsp.buf_attach_client(buffer, id)
  end
end

--- Starts Ownscope for C and C++ files, those that are open already too. For Neovim before 0.11.
function M.setup(options)
  options = vim.tbl_extend('force', defaults, options or {})
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('ownscope', { clear = true }),
    pattern = options.filetypes,
    callback = function(event)
      attach(event.buf, options)
    end,
  })
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(options.filetypes, vim.bo[buffer].filetype) then
      attach(buffer, options)
    end
  end
end

--- Shows what all servers say about the place under the cursor. `vim.lsp.buf.hover` did so only from 0.11 on; before,
--- the last answer took the place of the others.
function M.hover()
  local answers, waiting = {}, 0
  local function show()
    local lines = {}
    for _, answer in ipairs(answers) do
      local part = vim.lsp.util.convert_input_to_markdown_lines(answer.contents)
      while #part > 0 and part[#part] == '' do
        table.remove(part)
      end
      if #part > 0 then
        if #lines > 0 then
          table.insert(lines, '---')
        end
        vim.list_extend(lines, part)
      end
    end
    if #lines > 0 then
      vim.lsp.util.open_floating_preview(lines, 'markdown', { focus_id = 'ownscope-hover' })
    end
  end
  local list = vim.lsp.get_clients and vim.lsp.get_clients({ bufnr = 0 }) or vim.tbl_values(vim.lsp.buf_get_clients(0))
  -- clangd says what a name is, Ownscope whose memory it is: in this order.
  table.sort(list, function(a, b)
    local a_last, b_last = a.name == 'ownscope', b.name == 'ownscope'
    if a_last ~= b_last then
      return b_last
    end
    return a.id < b.id
  end)
  for index, client in ipairs(list) do
    if client.server_capabilities.hoverProvider then
      waiting = waiting + 1
      -- Each server counts columns in its own unit.
      local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
      local handler = function(_, result)
        if result and result.contents then
          table.insert(answers, { order = index, contents = result.contents })
        end
        waiting = waiting - 1
        if waiting == 0 then
          table.sort(answers, function(a, b)
            return a.order < b.order
          end)
          show()
        end
      end
      if vim.fn.has('nvim-0.11') == 1 then
        client:request('textDocument/hover', params, handler, 0)
      else
        client.request('textDocument/hover', params, handler, 0)
      end
    end
  end
end

--- The finding of Ownscope in the line of the cursor, as the server sent it.
local function finding()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    local sent = diagnostic.user_data and diagnostic.user_data.lsp
    if diagnostic.source == 'ownscope' and sent then
      return diagnostic, sent
    end
  end
end

--- Puts the story of the finding in the cursor's line into the quickfix list: `:cnext` goes to its next step.
function M.story()
  local diagnostic, sent = finding()
  if not diagnostic then
    vim.notify('Ownscope has no finding in this line')
    return
  end
  local items = {}
  for _, step in ipairs(sent.relatedInformation or {}) do
    table.insert(items, {
      filename = vim.uri_to_fname(step.location.uri),
      lnum = step.location.range.start.line + 1,
      col = step.location.range.start.character + 1,
      text = step.message,
    })
  end
  local effect = {
    filename = vim.api.nvim_buf_get_name(0),
    lnum = diagnostic.lnum + 1,
    col = diagnostic.col + 1,
    text = diagnostic.message,
  }
  -- Where the last step already is the place of the finding, its words are told there.
  local last = items[#items]
  if last and last.filename == effect.filename and last.lnum == effect.lnum and last.col == effect.col then
    last.text = last.text .. ': ' .. effect.text
  else
    table.insert(items, effect)
  end
  vim.fn.setqflist({}, ' ', { title = 'Ownscope: ' .. diagnostic.message, items = items })
  vim.cmd('copen')
end

--- Opens the article on the rule of the finding in the cursor's line.
function M.lesson()
  local _, sent = finding()
  local address = sent and sent.codeDescription and sent.codeDescription.href
  if not address then
    vim.notify('Ownscope has no finding in this line')
  elseif vim.ui.open then
    vim.ui.open(address)
  else
    vim.fn.jobstart({ vim.fn.has('mac') == 1 and 'open' or 'xdg-open', address }, { detach = true })
  end
end

return M
