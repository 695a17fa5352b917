/*
 * What the stand-in DLL and the witness share: memory that says how the taskbar answers the programs
 * under test, and what these have done. It lives as long as one of them has it.
 */
#ifndef UNICODE
#define UNICODE
#endif
#include <windows.h>

/* A message that does nothing, but is counted when it has been handled. */
#define FENCE WM_NULL
#define FENCE_MARK 0x5045

/* How the taskbar answers. That an icon goes it always takes. */
enum {
    SHOWS,
    SHOWS_NO_CHANGE, /* Takes what changes, and shows none of it, which is quick. */
    REFUSES_TOOLTIPS,
    REFUSES,
};

struct taskbar {
    volatile LONG answers;
    volatile LONG refused;  /* How often something was. */
    volatile LONG pictures; /* How often an icon that was there has taken a picture. */
    volatile LONG fences;   /* How many fences were passed. */
};

static struct taskbar *shared_taskbar(void)
{
    HANDLE memory = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0,
                                       sizeof(struct taskbar), L"Local\\TaskbarUnderTest");
    return memory ? MapViewOfFile(memory, FILE_MAP_ALL_ACCESS, 0, 0, 0) : NULL;
}
