/*
 * A stand-in for bcryptprimitives.dll, for tests under Wine only; compiled behind taskbar.h. It closes
 * two gaps of Wine:
 *
 * 1. Rust's standard library imports ProcessPrng from bcryptprimitives.dll, which older Wines lack.
 * 2. Shell_NotifyIconGetRect is a stub, and the tray-icon crate drops every mouse event on its icon
 *    when that call fails. As every Rust program loads this DLL, its DllMain can point the
 *    program's import of that function at one that answers: that of the main module, or of the DLL
 *    in which the program is. The imports of all modules are bound before any DllMain runs.
 *
 * In the same way it stands between a program and the taskbar, which can be made to refuse what it is
 * told, and sees what messages were handled: see taskbar.h.
 */
#include <shellapi.h>
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

static struct taskbar *taskbar;
static BOOL(WINAPI *tell_taskbar)(DWORD, NOTIFYICONDATAW *);
static LRESULT(WINAPI *dispatch)(const MSG *);

static BOOL WINAPI notify_icon(DWORD message, NOTIFYICONDATAW *data)
{
    LONG answers = taskbar->answers;
    BOOL refuses = answers == REFUSES || (answers == REFUSES_TOOLTIPS && data->uFlags == NIF_TIP);
    if (refuses && message != NIM_DELETE) {
        InterlockedIncrement(&taskbar->refused);
        return FALSE;
    }
    if (message != NIM_MODIFY || answers != SHOWS_NO_CHANGE)
        if (!tell_taskbar(message, data)) return FALSE;
    if (message == NIM_MODIFY && data->uFlags & NIF_ICON) InterlockedIncrement(&taskbar->pictures);
    return TRUE;
}

static LRESULT WINAPI dispatch_message(const MSG *message)
{
    LRESULT result = dispatch(message);
    if (message->message == FENCE && message->wParam == FENCE_MARK)
        InterlockedIncrement(&taskbar->fences);
    return result;
}

/* Gives what was there before, or null when nothing is imported by this name. */
static void *point_import_at(BYTE *base, const char *name, void *target)
{
    void *before = NULL;
    IMAGE_NT_HEADERS64 *nt = (IMAGE_NT_HEADERS64 *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    DWORD table = nt->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
    IMAGE_IMPORT_DESCRIPTOR *module = (IMAGE_IMPORT_DESCRIPTOR *)(base + table);

    if (nt->OptionalHeader.Magic != IMAGE_NT_OPTIONAL_HDR64_MAGIC || !table) return NULL;
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
            before = (void *)(ULONG_PTR)bound->u1.Function;
            bound->u1.Function = (ULONG_PTR)target;
            VirtualProtect(bound, sizeof(*bound), protection, &protection);
        }
    }
    return before;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    BYTE *program = (BYTE *)GetModuleHandleW(L"pekat_tray_core.dll");
    (void)self;
    (void)reserved;
    if (reason != DLL_PROCESS_ATTACH) return TRUE;
    if (!program) program = (BYTE *)GetModuleHandleW(NULL);
    point_import_at(program, "Shell_NotifyIconGetRect", notify_icon_rect);
    taskbar = shared_taskbar();
    if (!taskbar) return TRUE;
    tell_taskbar = point_import_at(program, "Shell_NotifyIconW", notify_icon);
    dispatch = point_import_at(program, "DispatchMessageW", dispatch_message);
    return TRUE;
}
