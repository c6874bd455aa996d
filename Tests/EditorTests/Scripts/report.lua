-- What the scripts for Neovim share: where things are, and the report that the test reads, a JSON object a line.

local M = {
  editors = os.getenv('OWNSCOPE_EDITORS'),
  project = os.getenv('OWNSCOPE_PROJECT'),
}

local out = assert(io.open(os.getenv('OWNSCOPE_REPORT'), 'w'))

function M.tell(entry)
  local encode = vim.json and vim.json.encode or vim.fn.json_encode
  out:write(encode(entry), '\n')
  out:flush()
end

--- Warnings are part of the report: a client that warns on every key is not usable.
vim.notify = function(text, level)
  if (level or 0) >= vim.log.levels.WARN then
    M.tell({ kind = 'warning', text = tostring(text) })
  end
end

local function has_all(sources)
  local seen = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    seen[diagnostic.source or ''] = true
  end
  for _, source in ipairs(sources) do
    if not seen[source] then
      return false
    end
  end
  return true
end

--- Waits until both servers have told what they see, and tells it.
function M.diagnostics()
  vim.wait(30000, function()
    return has_all({ 'clang', 'ownscope' })
  end, 20)
  for _, diagnostic in ipairs(vim.diagnostic.get(0)) do
    M.tell({ kind = 'diagnostic', source = diagnostic.source, text = diagnostic.message })
  end
end

--- Puts the cursor on `p` where it is declared.
function M.go_to_pointer()
  vim.fn.cursor(1, 1)
  vim.fn.search('\\*p = ')
  vim.cmd('normal! l')
end

--- Waits for the hover's window and tells what stands in it.
function M.hover_window()
  local text
  vim.wait(10000, function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= '' then
        text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
        return true
      end
    end
  end, 20)
  M.tell({ kind = 'hover', text = text or '' })
end

--- The story of the finding as the quickfix list shows it.
function M.story()
  vim.fn.cursor(1, 1)
  vim.fn.search('return 2')
  require('ownscope').story()
  for _, item in ipairs(vim.fn.getqflist()) do
    M.tell({ kind = 'step', line = item.lnum, text = item.text })
  end
end

--- Ends both servers in an orderly way.
function M.finish(clients)
  for _, client in ipairs(clients) do
    vim.lsp.stop_client(client.id)
  end
  local stopped = vim.wait(20000, function()
    for _, client in ipairs(clients) do
      if not vim.lsp.client_is_stopped(client.id) then
        return false
      end
    end
    return true
  end, 20)
  M.tell({ kind = 'end', stopped = stopped })
  out:close()
  vim.cmd('qa!')
end

return M
