" Ownscope follows the ownership of memory through C and C++; see README.md.
call ale#Set('c_ownscope_executable', 'ownscope')
call ale#Set('c_ownscope_options', '')

call ale#linter#Define('c', {
\   'name': 'ownscope',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'c_ownscope_executable')},
\   'command': {buffer -> '%e lsp --stdio' . ale#Pad(ale#Var(buffer, 'c_ownscope_options'))},
\   'project_root': function('ale#c#FindProjectRoot'),
\})
