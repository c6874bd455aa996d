// The whole of libclang's C interface, as one module.
#include <clang-c/Index.h>
