/*
 * Another program that has a hot key: Ctrl+Alt+2, until it is ended. It says "mine" once it has it.
 */
#ifndef UNICODE
#define UNICODE
#endif
#include <windows.h>
#include <stdio.h>

int main(void)
{
    MSG message;
    if (!RegisterHotKey(NULL, 1, MOD_CONTROL | MOD_ALT, '2')) return 1;
    puts("mine");
    fflush(stdout);
    while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
    return 0;
}
