/*
 * The harness's witness inside Wine; compiled behind taskbar.h. It reads commands from its input, a line
 * each, and answers on its output, each answer ended by a line "end":
 *
 *   windows  every visible window on the desktop, and every child of the taskbar, of the window for
 *            codes and of the dialog that adds something:
 *            <parent's class or -> <class> <style, hex> <left> <top> <right> <bottom> <process> <title>
 *   resume   tells every window at the top that the computer has slept, as Windows does
 *   end CLASS FLAGS
 *            tells every window of this class, also a hidden one, that the session ends, for the reason
 *            in the flags (hex), as Windows does; answers with what the window says to the question
 *   close CLASS
 *            asks every window of this class to close, as Windows' Task Manager does
 *   taskbar  tells every window at the top that the taskbar was made anew, as Explorer does
 *   objects <class>
 *            how many GDI objects the process has whose window has this class, and how many USER
 *            objects there are in all:
 *            <GDI objects> <USER objects>
 *   answers <number>
 *            has the taskbar answer programs in this way from now on, by the numbers of taskbar.h
 *   told     what programs have told the taskbar since the witness began:
 *            <how often it refused> <how many pictures icons took>
 *   fence <class>
 *            waits until the window of a class has handled what was posted to its thread; answers with
 *            1 if it has
 *   changes <class> <number>
 *            tells the window of a class so many times that the theme has changed, and each time has
 *            it handle its queue; waits as for a fence
 *   balloon <number>
 *            tells the program of the tray icon with this number, counted from 0, that its balloon was
 *            clicked, which Wine's taskbar never does
 *   glyphs   how each font draws each character of the list:
 *            font <name> <ascent> <height>
 *            glyph <code point> <advance> <x of first column> <y of first row> <width> <rows, hex>...
 *
 * Only "resume", "end", "close", "balloon", "taskbar", "answers" and "changes" touch the programs under
 * test. The glyphs are drawn by the very GDI that draws the programs' text, so what is read from the
 * screen can be compared pixel by pixel.
 */
#include <winternl.h>
#include <shellapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL 64
#define PEN 24

/* The message by which the taskbar speaks to the tray-icon crate. */
#define TRAY_MESSAGE 6002

static struct taskbar *taskbar;

static void print_utf8(const WCHAR *text)
{
    char utf8[1024];
    char *at;
    if (!WideCharToMultiByte(CP_UTF8, 0, text, -1, utf8, sizeof(utf8), NULL, NULL)) return;
    for (at = utf8; *at; at++)
        if ((unsigned char)*at < ' ') *at = ' ';
    fputs(utf8, stdout);
}

static void click_balloon(int number)
{
    HWND window = NULL;
    while ((window = FindWindowExW(NULL, window, L"tray_icon_app", NULL)) && number > 0) number--;
    if (window) PostMessageW(window, TRAY_MESSAGE, 0, NIN_BALLOONUSERCLICK);
}

static void print_window(const WCHAR *parent, HWND window)
{
    WCHAR class[128] = L"?", title[256] = L"";
    RECT rect;
    DWORD process = 0;
    if (!IsWindowVisible(window) || !GetWindowRect(window, &rect)) return;
    GetClassNameW(window, class, ARRAYSIZE(class));
    InternalGetWindowText(window, title, ARRAYSIZE(title));
    GetWindowThreadProcessId(window, &process);
    print_utf8(parent);
    putchar('\t');
    print_utf8(class);
    printf("\t%lx\t%ld\t%ld\t%ld\t%ld\t%lu\t", (unsigned long)GetWindowLongW(window, GWL_STYLE),
           rect.left, rect.top, rect.right, rect.bottom, process);
    print_utf8(title);
    putchar('\n');
}

static BOOL CALLBACK print_child(HWND window, LPARAM parent)
{
    print_window((const WCHAR *)parent, window);
    return TRUE;
}

static BOOL CALLBACK print_top(HWND window, LPARAM unused)
{
    WCHAR class[128] = L"";
    (void)unused;
    print_window(L"-", window);
    GetClassNameW(window, class, ARRAYSIZE(class));
    if ((!lstrcmpiW(class, L"Shell_TrayWnd") || !lstrcmpiW(class, L"PekatTrayScan") ||
         !lstrcmpiW(class, L"PekatTrayForm")) &&
        IsWindowVisible(window))
        EnumChildWindows(window, print_child, (LPARAM)class);
    return TRUE;
}

/* The last column of ink that a text leaves, from its pen. */
static int draw(HDC dc, const DWORD *pixels, const WCHAR *text)
{
    RECT all = {0, 0, CELL, CELL};
    int x, y;
    FillRect(dc, &all, (HBRUSH)GetStockObject(WHITE_BRUSH));
    ExtTextOutW(dc, PEN, PEN, 0, NULL, text, lstrlenW(text), NULL);
    GdiFlush();
    for (x = CELL - 1; x >= 0; x--)
        for (y = 0; y < CELL; y++)
            if ((pixels[y * CELL + x] & 0xffffff) == 0) return x - PEN;
    return 0;
}

/* How far a letter moves the pen is seen from where the next one stands: for some letters the
   extent that GDI tells differs from it by a pixel. */
static int advance(HDC dc, const DWORD *pixels, const WCHAR *text)
{
    WCHAR followed[4] = L"";
    lstrcpyW(followed, text);
    lstrcatW(followed, L"|");
    return draw(dc, pixels, followed) - draw(dc, pixels, L"|");
}

static void print_glyph(HDC dc, const DWORD *pixels, const WCHAR *text, unsigned code)
{
    int pen = advance(dc, pixels, text);
    int x, y, left = CELL, right = -1, top = CELL, bottom = -1;

    draw(dc, pixels, text);
    for (y = 0; y < CELL; y++)
        for (x = 0; x < CELL; x++)
            if ((pixels[y * CELL + x] & 0xffffff) == 0) {
                if (x < left) left = x;
                if (x > right) right = x;
                if (y < top) top = y;
                if (y > bottom) bottom = y;
            }
    if (right < 0) {
        printf("glyph %u %d 0 0 0\n", code, pen);
        return;
    }
    printf("glyph %u %d %d %d %d", code, pen, left - PEN, top - PEN, right - left + 1);
    for (y = top; y <= bottom; y++) {
        unsigned long long row = 0;
        for (x = left; x <= right; x++)
            row = row << 1 | ((pixels[y * CELL + x] & 0xffffff) == 0);
        printf(" %llx", row);
    }
    putchar('\n');
}

static void print_font(HDC dc, const DWORD *pixels, const char *name, const LOGFONTW *description,
                       const WCHAR *characters)
{
    HFONT font = CreateFontIndirectW(description);
    HGDIOBJ before = SelectObject(dc, font);
    TEXTMETRICW metrics;

    GetTextMetricsW(dc, &metrics);
    printf("font %s %ld %ld\n", name, metrics.tmAscent, metrics.tmHeight);
    while (*characters) {
        WCHAR text[3] = {characters[0], 0, 0};
        unsigned code = characters[0];
        if (IS_HIGH_SURROGATE(characters[0]) && characters[1]) {
            text[1] = characters[1];
            code = 0x10000 + ((text[0] - 0xd800u) << 10) + (text[1] - 0xdc00u);
            characters++;
        }
        characters++;
        print_glyph(dc, pixels, text, code);
    }
    SelectObject(dc, before);
    DeleteObject(font);
}

static void print_fonts(const char *utf8)
{
    NONCLIENTMETRICSW metrics = {.cbSize = sizeof(metrics)};
    BITMAPINFO info = {.bmiHeader = {.biSize = sizeof(BITMAPINFOHEADER),
                                     .biWidth = CELL,
                                     .biHeight = -CELL,
                                     .biPlanes = 1,
                                     .biBitCount = 32}};
    WCHAR characters[2048];
    void *pixels = NULL;
    HDC dc = CreateCompatibleDC(NULL);
    HBITMAP bitmap = CreateDIBSection(dc, &info, DIB_RGB_COLORS, &pixels, NULL, 0);

    if (!MultiByteToWideChar(CP_UTF8, 0, utf8, -1, characters, ARRAYSIZE(characters))) return;
    SelectObject(dc, bitmap);
    SetBkMode(dc, TRANSPARENT);
    SetTextColor(dc, RGB(0, 0, 0));
    SystemParametersInfoW(SPI_GETNONCLIENTMETRICS, sizeof(metrics), &metrics, 0);
    print_font(dc, pixels, "menu", &metrics.lfMenuFont, characters);
    metrics.lfMenuFont.lfWeight = FW_BOLD;
    print_font(dc, pixels, "menu-bold", &metrics.lfMenuFont, characters);
    print_font(dc, pixels, "status", &metrics.lfStatusFont, characters);
    metrics.lfStatusFont.lfWeight = FW_BOLD;
    print_font(dc, pixels, "status-bold", &metrics.lfStatusFont, characters);
    print_font(dc, pixels, "message", &metrics.lfMessageFont, characters);
    DeleteDC(dc);
    DeleteObject(bitmap);
}

/* Calls a function with every window at the top of a class. */
static void each(const char *class, void (*tell)(HWND, LPARAM), LPARAM what)
{
    WCHAR wanted[128];
    HWND windows[16];
    HWND window = NULL;
    int number = 0;
    MultiByteToWideChar(CP_UTF8, 0, class, -1, wanted, ARRAYSIZE(wanted));
    while (number < 16 && (window = FindWindowExW(NULL, window, wanted, NULL)))
        windows[number++] = window;
    while (number--) tell(windows[number], what);
}

static void end_session(HWND window, LPARAM flags)
{
    LRESULT may = SendMessageW(window, WM_QUERYENDSESSION, 0, flags);
    printf("%ld\n", (long)may);
    SendMessageW(window, WM_ENDSESSION, may, flags);
}

static void close_window(HWND window, LPARAM unused)
{
    (void)unused;
    PostMessageW(window, WM_CLOSE, 0, 0);
}

/* Wine answers 0 to GetGuiResources, but keeps a process's GDI objects in a table that others can
   read, as Windows does. */
static int gdi_objects(const char *class)
{
    enum { ENTRIES = 0x4000, TABLE_IN_PEB = 0xf8 };
    struct entry {
        ULONGLONG object;
        DWORD owner;
        WORD unique;
        BYTE type, flags;
        ULONGLONG pointer;
    };
    static struct entry entries[ENTRIES];
    PROCESS_BASIC_INFORMATION basic;
    ULONG_PTR table = 0;
    SIZE_T read = 0;
    int used = 0, i;
    DWORD process = 0;
    HANDLE handle;
    GetWindowThreadProcessId(FindWindowA(class, NULL), &process);
    handle = OpenProcess(PROCESS_QUERY_INFORMATION | PROCESS_VM_READ, FALSE, process);
    if (!handle) return -1;
    if (!NtQueryInformationProcess(handle, ProcessBasicInformation, &basic, sizeof(basic), NULL) &&
        ReadProcessMemory(handle, (BYTE *)basic.PebBaseAddress + TABLE_IN_PEB, &table,
                          sizeof(table), NULL))
        ReadProcessMemory(handle, (void *)table, entries, sizeof(entries), &read);
    CloseHandle(handle);
    if (read != sizeof(entries)) return -1;
    for (i = 0; i < ENTRIES; i++) used += entries[i].type != 0;
    return used;
}

/* All of a desktop share the USER objects that Wine has: what cannot be had is in use. */
static int user_objects(void)
{
    enum { ALL = (0xffef - 0x20 + 1) / 2 };
    static HMENU menus[ALL];
    int free = 0, i;
    while (free < ALL && (menus[free] = CreatePopupMenu())) free++;
    for (i = 0; i < free; i++) DestroyMenu(menus[i]);
    return ALL - free;
}

/* Posted messages are handled in order, but sent ones before them. */
static void await_fence(HWND window)
{
    enum { MILLISECONDS = 60000 };
    LONG before = taskbar->fences;
    int left = MILLISECONDS;
    if (window && PostMessageW(window, FENCE, FENCE_MARK, 0))
        while (taskbar->fences == before && left-- > 0) Sleep(1);
    printf("%d\n", taskbar->fences != before);
}

/* Posted, since what is sent is let in while the program draws, and is then drawn once with others. */
static void change(char *arguments)
{
    char *number = strchr(arguments, ' ');
    HWND window;
    int left;
    if (!number) return;
    *number++ = 0;
    window = FindWindowA(arguments, NULL);
    for (left = atoi(number); window && left > 0; left--) {
        PostMessageW(window, WM_THEMECHANGED, 0, 0);
        PostMessageW(window, WM_APP, 0, 0);
    }
    await_fence(window);
}

int main(void)
{
    static char line[8192];
    taskbar = shared_taskbar();
    if (!taskbar) return 1;
    while (fgets(line, sizeof(line), stdin)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!strcmp(line, "windows")) EnumWindows(print_top, 0);
        else if (!strcmp(line, "resume"))
            PostMessageW(HWND_BROADCAST, WM_POWERBROADCAST, PBT_APMRESUMEAUTOMATIC, 0);
        else if (!strncmp(line, "end ", 4)) {
            char class[128] = "";
            unsigned long flags = 0;
            sscanf(line + 4, "%127s %lx", class, &flags);
            each(class, end_session, (LPARAM)flags);
        } else if (!strncmp(line, "close ", 6)) each(line + 6, close_window, 0);
        else if (!strcmp(line, "taskbar"))
            PostMessageW(HWND_BROADCAST, RegisterWindowMessageW(L"TaskbarCreated"), 0, 0);
        else if (!strncmp(line, "objects ", 8))
            printf("%d %d\n", gdi_objects(line + 8), user_objects());
        else if (!strncmp(line, "answers ", 8)) taskbar->answers = atoi(line + 8);
        else if (!strcmp(line, "told")) printf("%ld %ld\n", taskbar->refused, taskbar->pictures);
        else if (!strncmp(line, "fence ", 6)) await_fence(FindWindowA(line + 6, NULL));
        else if (!strncmp(line, "changes ", 8)) change(line + 8);
        else if (!strncmp(line, "balloon ", 8)) click_balloon(atoi(line + 8));
        else if (!strncmp(line, "glyphs ", 7)) print_fonts(line + 7);
        puts("end");
        fflush(stdout);
    }
    return 0;
}
