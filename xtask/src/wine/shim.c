/*
 * A stand-in for bcryptprimitives.dll, for tests under Wine only. It closes two gaps of Wine:
 *
 * 1. Rust's standard library imports ProcessPrng from bcryptprimitives.dll, which older Wines lack.
 * 2. Shell_NotifyIconGetRect is a stub, and the tray-icon crate drops every mouse event on its icon
 *    when that call fails. As every Rust program loads this DLL, its DllMain can point the main
 *    module's import of that function at one that answers. Imports are bound before DllMain runs.
 */
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length); /* RtlGenRandom */

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    while (length > 0) {
        ULONG step = length > 0x10000000 ? 0x10000000 : (ULONG)length;
        if (!SystemFunction036(buffer, step)) return FALSE;
        buffer += step;
        length -= step;
    }
    return TRUE;
}

/* The cursor is on the icon whenever the answer matters, so a square around it is near enough. */
static HRESULT WINAPI notify_icon_rect(const void *identifier, RECT *rect)
{
    POINT cursor;
    (void)identifier;
    if (!GetCursorPos(&cursor)) return E_FAIL;
    SetRect(rect, cursor.x - 8, cursor.y - 8, cursor.x + 8, cursor.y + 8);
    return S_OK;
}

static void point_import_at(BYTE *base, const char *name, ULONGLONG target)
{
    IMAGE_NT_HEADERS64 *nt = (IMAGE_NT_HEADERS64 *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    DWORD table = nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
    IMAGE_IMPORT_DESCRIPTOR *module = (IMAGE_IMPORT_DESCRIPTOR *)(base + table);

    if (nt->OptionalHeader.Magic != IMAGE_NT_OPTIONAL_HDR64_MAGIC || !table) return;
    for (; module->Name; module++) {
        IMAGE_THUNK_DATA64 *names, *bound;
        if (!module->OriginalFirstThunk) continue;
        names = (IMAGE_THUNK_DATA64 *)(base + module->OriginalFirstThunk);
        bound = (IMAGE_THUNK_DATA64 *)(base + module->FirstThunk);
        for (; names->u1.AddressOfData; names++, bound++) {
            IMAGE_IMPORT_BY_NAME *import;
            DWORD protection;
            if (IMAGE_SNAP_BY_ORDINAL64(names->u1.Ordinal)) continue;
            import = (IMAGE_IMPORT_BY_NAME *)(base + names->u1.AddressOfData);
            if (strcmp((char *)import->Name, name)) continue;
            VirtualProtect(bound, sizeof(*bound), PAGE_READWRITE, &protection);
            bound->u1.Function = target;
            VirtualProtect(bound, sizeof(*bound), protection, &protection);
        }
    }
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    (void)self;
    (void)reserved;
    if (reason == DLL_PROCESS_ATTACH)
        point_import_at((BYTE *)GetModuleHandleW(NULL), "Shell_NotifyIconGetRect",
                        (ULONGLONG)(ULONG_PTR)notify_icon_rect);
    return TRUE;
}
