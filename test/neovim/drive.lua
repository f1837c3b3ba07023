-- Drives the server with Neovim's own client and writes what the editor got to see as JSON.
-- Expects in the environment: LIVEPATCH_NODE, LIVEPATCH_SERVER, LIVEPATCH_FILE, LIVEPATCH_RESULT.

local function finish(result)
  local file = assert(io.open(vim.env.LIVEPATCH_RESULT, 'w'))
  file:write(vim.json.encode(result))
  file:close()
  vim.cmd('qall!')
end

local function ask(method, params)
  local answers, fault = vim.lsp.buf_request_sync(0, method, params, 20000)
  if not answers then
    return { fault = fault }
  end
  for _, answer in pairs(answers) do
    return answer.result
  end
end

local function run()
  vim.cmd('filetype on')
  vim.cmd('edit ' .. vim.fn.fnameescape(vim.env.LIVEPATCH_FILE))
  local client = vim.lsp.start_client({
    name = 'livepatch',
    cmd = { vim.env.LIVEPATCH_NODE, vim.env.LIVEPATCH_SERVER, '--stdio' },
    root_dir = vim.fn.getcwd(),
  })
  vim.lsp.buf_attach_client(0, client)
  vim.wait(20000, function()
    return #vim.diagnostic.get(0) > 0
  end, 50)

  local line = vim.fn.search([[static void do_idle]])
  local column = vim.fn.getline(line):find('do_idle', 1, true)
  vim.api.nvim_win_set_cursor(0, { line, column - 1 })
  local place = vim.lsp.util.make_position_params(0, 'utf-16')
  local range = vim.lsp.util.make_range_params(0, 'utf-16')
  range.context = { diagnostics = {} }

  local actions = ask('textDocument/codeAction', range) or {}
  local action = actions[1] and ask('codeAction/resolve', actions[1])
  if action and action.edit then
    vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
    vim.cmd('silent wall')
  end

  local diagnostics = {}
  for _, one in ipairs(vim.diagnostic.get(vim.fn.bufnr(vim.env.LIVEPATCH_FILE))) do
    table.insert(diagnostics, { line = one.lnum + 1, message = one.message, code = one.code })
  end
  finish({
    filetype = vim.fn.getbufvar(vim.fn.bufnr(vim.env.LIVEPATCH_FILE), '&filetype'),
    diagnostics = diagnostics,
    hover = ask('textDocument/hover', place),
    titles = vim.tbl_map(function(one)
      return one.title
    end, actions),
  })
end

local fine, fault = pcall(run)
if not fine then
  finish({ fault = tostring(fault) })
end
