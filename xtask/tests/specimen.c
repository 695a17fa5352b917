/*
 * Shows every kind of text that a tray program shows, for the test of the reader: a menu with plain,
 * disabled, checked, bold and accelerated items, items with pictures, a submenu, a balloon, and a
 * message box.
 */
#ifndef UNICODE
#define UNICODE
#endif
#include <windows.h>
#include <shellapi.h>

enum { ASK = 1, TELL, QUIT, OTHER };

static NOTIFYICONDATAW icon = {.cbSize = sizeof(icon), .uID = 1};

/* A disc with a black rim: black is the colour of the letters as well. */
static HBITMAP picture(void)
{
    BITMAPINFO info = {.bmiHeader = {.biSize = sizeof(BITMAPINFOHEADER),
                                     .biWidth = 16,
                                     .biHeight = -16,
                                     .biPlanes = 1,
                                     .biBitCount = 32}};
    DWORD *pixels;
    HBITMAP bitmap = CreateDIBSection(NULL, &info, DIB_RGB_COLORS, (void **)&pixels, NULL, 0);
    int x, y;
    for (y = 0; y < 16; y++)
        for (x = 0; x < 16; x++) {
            int distance = (2 * x - 15) * (2 * x - 15) + (2 * y - 15) * (2 * y - 15);
            pixels[y * 16 + x] = distance > 200 ? 0 : distance > 130 ? 0xff000000 : 0xff20a040;
        }
    return bitmap;
}

static HMENU menu(void)
{
    HMENU menu = CreatePopupMenu(), more = CreatePopupMenu();
    MENUITEMINFOW pictured = {.cbSize = sizeof(pictured), .fMask = MIIM_BITMAP};
    AppendMenuW(menu, MF_STRING | MF_GRAYED, OTHER, L"Line 1 – running for 5 min");
    AppendMenuW(menu, MF_SEPARATOR, 0, NULL);
    AppendMenuW(menu, MF_STRING, ASK, L"Stop “Illiil” …\tCtrl+Alt+1");
    AppendMenuW(menu, MF_STRING, TELL, L"Příliš žluťoučký kůň");
    AppendMenuW(menu, MF_STRING | MF_CHECKED, OTHER, L"Start with Windows");
    AppendMenuW(menu, MF_STRING, OTHER, L"R && D: 192.168.0.1:7002 (100 %)");
    AppendMenuW(more, MF_STRING, OTHER, L"Switch to this project");
    AppendMenuW(more, MF_STRING | MF_GRAYED, OTHER, L"Copy path C:\\PEKAT\\projects_v3");
    AppendMenuW(menu, MF_POPUP, (UINT_PTR)more, L"Packaging · Unreachable");
    AppendMenuW(menu, MF_STRING, QUIT, L"Quit");
    SetMenuDefaultItem(menu, TELL, FALSE);
    pictured.hbmpItem = picture();
    SetMenuItemInfoW(menu, 0, TRUE, &pictured);
    SetMenuItemInfoW(menu, QUIT, FALSE, &pictured);
    return menu;
}

static void balloon(void)
{
    icon.uFlags = NIF_INFO;
    icon.dwInfoFlags = NIIF_WARNING;
    lstrcpyW(icon.szInfoTitle, L"Line 1: Port in use");
    lstrcpyW(icon.szInfo, L"Another program listens on 8000.\nIt was PEKAT VISION – 2 min ago.");
    Shell_NotifyIconW(NIM_MODIFY, &icon);
}

static LRESULT CALLBACK on_message(HWND window, UINT message, WPARAM wide, LPARAM narrow)
{
    POINT at;
    if (message == WM_DESTROY) PostQuitMessage(0);
    if (message == WM_USER && (narrow == WM_RBUTTONUP || narrow == WM_LBUTTONUP)) {
        GetCursorPos(&at);
        SetForegroundWindow(window);
        TrackPopupMenu(menu(), TPM_LEFTALIGN | TPM_BOTTOMALIGN, at.x, at.y, 0, window, NULL);
    }
    if (message == WM_COMMAND && LOWORD(wide) == QUIT) DestroyWindow(window);
    if (message == WM_COMMAND && LOWORD(wide) == TELL) balloon();
    if (message == WM_COMMAND && LOWORD(wide) == ASK) {
        int answer = MessageBoxW(window, L"Stop “Line 1”?\nIt has been running for 3 h.",
                                 L"Specimen", MB_YESNO | MB_ICONQUESTION);
        if (answer == IDYES) DestroyWindow(window);
    }
    return DefWindowProcW(window, message, wide, narrow);
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE before, LPSTR arguments, int show)
{
    WNDCLASSW class = {.lpfnWndProc = on_message, .hInstance = self, .lpszClassName = L"Specimen"};
    MSG message;
    (void)before, (void)arguments, (void)show;
    RegisterClassW(&class);
    icon.hWnd = CreateWindowW(L"Specimen", L"", 0, 0, 0, 0, 0, NULL, NULL, self, NULL);
    icon.uFlags = NIF_ICON | NIF_MESSAGE | NIF_TIP;
    icon.uCallbackMessage = WM_USER;
    icon.hIcon = LoadIconW(NULL, IDI_WARNING);
    lstrcpyW(icon.szTip, L"2 running, 1 unreachable\nLine 1 – 5 s ago");
    Shell_NotifyIconW(NIM_ADD, &icon);
    while (GetMessageW(&message, NULL, 0, 0) > 0) {
        TranslateMessage(&message);
        DispatchMessageW(&message);
    }
    Shell_NotifyIconW(NIM_DELETE, &icon);
    return 0;
}
