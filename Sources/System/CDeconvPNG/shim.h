#include <setjmp.h>
#include <png.h>
