// The whole of the CommonMark library's interface, as one module.
#include <cmark.h>
