" Ownscope follows the ownership of memory through C and C++; see README.md.
call ale#Set('cpp_ownscope_executable', 'ownscope')
call ale#Set('cpp_ownscope_options', '')

call ale#linter#Define('cpp', {
\   'name': 'ownscope',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'cpp_ownscope_executable')},
\   'command': {buffer -> '%e lsp --stdio' . ale#Pad(ale#Var(buffer, 'cpp_ownscope_options'))},
\   'project_root': function('ale#c#FindProjectRoot'),
\})
