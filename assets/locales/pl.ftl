## What a project is doing (a project is masculine)

named-condition = { $name } – { $condition }
condition-status =
    { $status ->
        [stopped] Zatrzymany
        [stopping] Zatrzymywanie…
        [starting] Uruchamianie…
       *[running] Działa
    }
condition-connecting = Łączenie…
condition-unreachable = Brak połączenia
condition-no-news = Brak danych
condition-no-news-since = Brak danych od { $time }
condition-silent = Brak odpowiedzi
condition-pending =
    { $operation ->
        [start] Uruchamianie…
        [stop] Zatrzymywanie…
       *[switch] Przełączanie…
    }
condition-pending-lost =
    { $operation ->
        [start] Uruchamianie… (brak odpowiedzi, trwa monitorowanie)
        [stop] Zatrzymywanie… (brak odpowiedzi, trwa monitorowanie)
       *[switch] Przełączanie… (brak odpowiedzi, trwa monitorowanie)
    }
condition-not-found = Nie znaleziono
condition-not-understood = Nieznane polecenie
condition-refused = Odmowa
condition-unexpected = Nieoczekiwana odpowiedź
condition-stuck-in-starting = Zbyt długie uruchamianie
condition-stuck-in-stopping = Zbyt długie zatrzymywanie
condition-should-be-running = Powinien działać
condition-should-be-stopped = Nie powinien działać
condition-port-in-use = Port zajęty
condition-failed =
    { $operation ->
        [start] Błąd uruchamiania
        [stop] Błąd zatrzymywania
       *[switch] Błąd przełączania
    }

## How many projects are doing what

counted-at-fault = { $number } z błędem
counted-unreachable = { $number } bez połączenia
counted-without-news = { $number } bez danych
counted-changing =
    { $number ->
        [one] { $number } zmienia stan
        [few] { $number } zmieniają stan
        [many] { $number } zmienia stan
       *[other] { $number } zmienia stan
    }
counted-running =
    { $number ->
        [one] { $number } działa
        [few] { $number } działają
        [many] { $number } działa
       *[other] { $number } działa
    }
counted-stopped =
    { $number ->
        [one] { $number } zatrzymany
        [few] { $number } zatrzymane
        [many] { $number } zatrzymanych
       *[other] { $number } zatrzymanego
    }
counts-joined = { $first }, { $rest }

## The tooltip

server-unreachable-brief = { $server } bez połączenia
parts-joined = { $first }; { $rest }

## The menu: its commands as Windows says them

no-projects = Nie skonfigurowano projektów
loading = Wczytywanie konfiguracji…
configuration-broken = Konfiguracja zawiera błędy
monitor-silent = Monitorowanie zatrzymane: wyświetlane dane są nieaktualne
monitor-silent-remedy = Jeśli samo nie ustąpi, wybrać „Zakończ” i ponownie uruchomić PEKAT Tray.
menu-operation =
    { $operation ->
        [start] Uruchom
        [stop] Zatrzymaj
       *[switch] Przełącz na ten projekt
    }
menu-pin =
    { $operation ->
        [start] Przypnij „Uruchom” u góry
        [stop] Przypnij „Zatrzymaj” u góry
       *[switch] Przypnij „Przełącz na ten projekt” u góry
    }
menu-unpin =
    { $operation ->
        [start] Odepnij „Uruchom”
        [stop] Odepnij „Zatrzymaj”
       *[switch] Odepnij „Przełącz na ten projekt”
    }
menu-details = Szczegóły…
menu-scan = Skanuj kod…
menu-copy-path = Kopiuj ścieżkę
menu-open-page = Otwórz stronę projektu
menu-needs-attention = Wymaga uwagi
menu-no-fault = Już bez błędu
menu-more-faults = … i jeszcze { $number } z błędem
menu-on-server = { $project } ({ $server })
menu-switch-to = Przełącz na
menu-recent = Ostatnie
menu-all = Wszystkie
menu-refresh = Odśwież teraz
menu-open-configuration = Otwórz konfigurację
menu-managed = Zarządzane przez organizację
menu-add-or-remove = Dodaj lub usuń
menu-add-project = Dodaj projekt…
menu-add-server = Dodaj serwer…
menu-find-projects = Znajdź projekty…
menu-remove-server = Usuń serwer
menu-remove-this-server = Usuń serwer…
menu-remove = Usuń…
menu-add-found =
    { $number ->
        [one] Dodaj projekt znaleziony na tym komputerze…
        [few] Dodaj { $number } projekty znalezione na tym komputerze…
        [many] Dodaj { $number } projektów znalezionych na tym komputerze…
       *[other] Dodaj { $number } projektu znalezionego na tym komputerze…
    }
menu-autostart = Uruchamiaj z systemem Windows
menu-autostart-turned-off = Uruchamiaj z systemem Windows (wyłączone w Menedżerze zadań)
menu-autostart-for-all = Uruchamiaj z systemem Windows (ustawione dla wszystkich)
menu-autostart-managed = Uruchamiaj z systemem Windows (zarządza organizacja)
menu-about = PEKAT Tray { $version } – informacje
menu-exit = Zakończ
menu-icons-folded = Jedna ikona dla wszystkiego: więcej niż { $number } się nie zmieści
icon-named = { $name }: { $says }
menu-more = Więcej ({ $number })
menu-from-to = { $first } … { $last }
and-more = … i jeszcze { $number }

## Hot keys that another program has

hotkeys-taken = Skróty klawiszowe zajęte przez inny program:
hotkeys-remedy = Zamknąć ten program albo zmienić `hotkey` w konfiguracji.
hotkey-taken-title = Skrót { $hotkey } jest zajęty
hotkey-taken-body = Używa go inny program, dlatego nie wykona „{ $action }”. { $remedy }
hotkeys-taken-title =
    { $number ->
        [one] { $number } skrót klawiszowy jest zajęty
        [few] { $number } skróty klawiszowe są zajęte
        [many] { $number } skrótów klawiszowych jest zajętych
       *[other] { $number } skrótu klawiszowego jest zajęte
    }
hotkeys-taken-body = Używa ich inny program: { $list }. { $remedy }

## The window that codes are scanned into

scan-title = Skanowanie kodu – PEKAT Tray
scan-prompt = Zeskanować kod albo wpisać go i nacisnąć Enter.
scan-elsewhere = Kody trafiają teraz do innego okna: przed skanowaniem kliknąć tutaj.
scan-ready = Gotowe do skanowania
scan-close = Zamknij
unknown-code-title = Nieznany kod
unknown-code-body = Żadna dozwolona tu akcja nie ma kodu { $code }.
other-layout-title = Sprawdzić układ klawiatury
other-layout-body = Wygląda to na cyfry w innym układzie klawiatury. Ustawić w skanerze kraj klawiatury zgodny z układem klawiatury systemu Windows.
scan-not-now = Teraz nie można: { $reason }
scan-asked = Oczekiwanie na odpowiedź: { $question }
scan-not-done = Nie wykonano. { $condition }

## Dialogs that add servers and projects

add-server-title = Dodaj serwer
add-server-intro = Komputer, na którym Projects Manager ma włączony serwer TCP.
add-project-title = Dodaj projekt
add-project-intro = Folder projektu, tak jak na dysku samego serwera.
find-projects-title = Dodaj znalezione projekty
find-projects-intro = Zaznaczone projekty trafią na listę. Nic nie zostanie uruchomione ani zatrzymane.
dialog-address = Adres (host lub host:port)
dialog-name = Nazwa (opcjonalna)
dialog-server = Serwer
dialog-folder = Folder na serwerze
dialog-browse = Przeglądaj…
dialog-add = Dodaj
dialog-add-anyway = Dodaj mimo to
dialog-cancel = Anuluj
this-computer = Ten komputer
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Zapytanie do serwera…
dialog-searching = Wyszukiwanie…
dialog-saving = Zapisywanie…
note-no-address = Podać adres, na przykład { $example }.
note-not-an-address = „{ $text }” nie jest adresem. Podać host lub host:port, na przykład { $example }.
note-not-a-port = „{ $text }” nie jest portem. Podać liczbę od 1 do 65535, na przykład 7002.
note-address-taken = Ten adres ma już serwer { $server }. Podać inny.
note-name-too-long = Nazwa ma więcej znaków niż { $number }. Skrócić ją.
note-name-invisible = Nazwa zawiera niewidoczny znak. Wpisać ją od nowa.
note-name-taken = Nazwa „{ $name }” jest już używana. Wybrać inną.
note-no-path = Podać folder projektu, na przykład { $example }.
note-path-too-long = Ścieżka jest dłuższa, niż pozwala Windows. Sprawdzić ją.
note-path-invisible = Ścieżka zawiera niewidoczny znak. Wpisać ją od nowa.
note-path-not-full = Ścieżka nie jest pełna. Podać pełną ścieżkę folderu na serwerze, na przykład { $example }.
note-path-impossible = Ścieżka folderu na serwerze nie może zawierać „{ $part }”. Poprawić ją.
note-path-taken = Ten projekt już jest na liście jako „{ $project }”. Podać inny folder.
note-server-gone = Tego serwera nie ma już w konfiguracji. Wybrać inny.
note-not-a-manager = Pod adresem { $address } nie odpowiada Projects Manager. Sprawdzić port jego serwera TCP.
note-not-found = { $address } nie ma projektu w lokalizacji { $path }. Sprawdzić pisownię, czy dysk samego serwera ma tę ścieżkę i czy w folderze jest { $file }.
note-refused = { $address } odmówił: „{ $excerpt }”. Sprawdzić projekt w programie Projects Manager.
note-doubted = { $reason } Jeśli mimo to się zgadza, wybrać „{ $button }”.
note-nothing-found = Nie znaleziono nic nowego. Sprawdzić, czy Projects Manager działa i czy jego projekty są w { $folder }, albo wybrać „{ $menu }”.
note-nothing-picked = Nic nie zaznaczono. Zaznaczyć to, co ma być dodane.

## What is wrong, and what to do

unreachable-unknown-host = Komputer o nazwie { $host } nie jest znany. Sprawdzić adres.
unreachable-refused = Pod adresem { $address } nic nie nasłuchuje. Uruchomić tam Projects Manager, włączyć jego serwer TCP i sprawdzić, czy nie jest ustawiony na inny adres tego komputera.
unreachable-no-route = Brak trasy sieciowej do { $address }. Sprawdzić kabel sieciowy i adres.
unreachable-connect-timeout = { $address } nie odpowiada. Sprawdzić, czy komputer jest włączony, a jego zapora przepuszcza ten port.
unreachable-no-answer = { $address } przyjmuje połączenia, ale nie odpowiada. Sprawdzić tam Projects Manager.
unreachable-broken = { $address } przerywa połączenie. Sprawdzić tam Projects Manager.
unreachable-other = Nie można połączyć się z { $address }. Sprawdzić sieć tego komputera.
trouble-stale = Serwer { $server } od pewnego czasu nie podaje stanu tego projektu. Sprawdzić tam Projects Manager.
trouble-silent = Serwer { $server } przyjmuje połączenia, ale nie odpowiada. Być może wykonuje polecenie innego klienta.
trouble-not-found = Na serwerze { $server } nie ma projektu w lokalizacji { $path }. Sprawdzić ścieżkę i folder na serwerze.
trouble-unknown-command = Serwer { $server } nie zna tego polecenia. Sprawdzić, czy { $address } to serwer TCP programu Projects Manager w wersji 3.18 lub nowszej.
trouble-refused = Serwer { $server } odmówił: „{ $excerpt }”. Sprawdzić projekt { $project } w programie Projects Manager.
trouble-unexpected = Serwer { $server } odpowiedział „{ $excerpt }”, a to nieznana odpowiedź. Sprawdzić, czy { $address } to serwer TCP programu Projects Manager.
trouble-stuck-in-starting = Uruchamianie projektu { $project } na serwerze { $server } trwa zbyt długo. Sprawdzić go w programie Projects Manager.
trouble-stuck-in-stopping = Zatrzymywanie projektu { $project } na serwerze { $server } trwa zbyt długo. Sprawdzić go w programie Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] Projekt { $project } na serwerze { $server } jest zatrzymany, a według konfiguracji powinien działać. Uruchomić go albo zmienić `expect` w konfiguracji.
        [stopping] Projekt { $project } na serwerze { $server } jest zatrzymywany, a według konfiguracji powinien działać. Uruchomić go albo zmienić `expect` w konfiguracji.
        [starting] Projekt { $project } na serwerze { $server } jest uruchamiany, a według konfiguracji powinien działać. Uruchomić go albo zmienić `expect` w konfiguracji.
       *[running] Projekt { $project } na serwerze { $server } działa i według konfiguracji powinien działać. Uruchomić go albo zmienić `expect` w konfiguracji.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] Projekt { $project } na serwerze { $server } jest zatrzymany i według konfiguracji powinien być zatrzymany. Zatrzymać go albo zmienić `expect` w konfiguracji.
        [stopping] Projekt { $project } na serwerze { $server } jest zatrzymywany, a według konfiguracji powinien być zatrzymany. Zatrzymać go albo zmienić `expect` w konfiguracji.
        [starting] Projekt { $project } na serwerze { $server } jest uruchamiany, a według konfiguracji powinien być zatrzymany. Zatrzymać go albo zmienić `expect` w konfiguracji.
       *[running] Projekt { $project } na serwerze { $server } działa, a według konfiguracji powinien być zatrzymany. Zatrzymać go albo zmienić `expect` w konfiguracji.
    }
trouble-port-in-use = Port jest zajęty. Zatrzymać projekt działający na tym samym porcie albo nadać projektowi { $project } inny port w programie Projects Manager.
trouble-given-up = Nic nie wysłano: komputer był uśpiony lub wystąpiła inna przeszkoda. Spróbować ponownie.
trouble-not-sent = Nic nie wysłano. { $reason }
trouble-no-answer = Żądanie wysłano, ale serwer { $server } nie odpowiedział. Przed ponowną próbą sprawdzić projekt na serwerze lub jego stan tutaj.
whereabouts =
    { $path }
    na serwerze { $server }, { $address }

## What became of an operation

action-name =
    { $operation ->
        [start] Uruchom { $project }
        [stop] Zatrzymaj { $project }
       *[switch] Przełącz na { $project }
    }
agreed =
    { $operation ->
        [start] Serwer { $server } przyjął uruchomienie projektu { $project }.
        [stop] Serwer { $server } przyjął zatrzymanie projektu { $project }.
       *[switch] Serwer { $server } przełączył na projekt { $project }.
    }
done-title =
    { $operation ->
        [start] Projekt { $project } działa
        [stop] Projekt { $project } jest zatrzymany
       *[switch] Przełączono na projekt { $project }
    }
done-body =
    { $operation ->
        [start] Uruchomiono na serwerze { $server }.
        [stop] Zatrzymano na serwerze { $server }.
       *[switch] Działa teraz na serwerze { $server }.
    }
already-title =
    { $operation ->
        [start] Projekt { $project } już działa
        [stop] Projekt { $project } jest już zatrzymany
       *[switch] Projekt { $project } już działa
    }
already-body = Na serwerze { $server } tak już było; nic nie wysłano.
called-off-title =
    { $operation ->
        [start] Uruchamianie projektu { $project } przerwane
        [stop] Zatrzymywanie projektu { $project } przerwane
       *[switch] Przełączanie na projekt { $project } przerwane
    }
called-off-body = Polecenie zatrzymania na serwerze { $server } wydano przed zakończeniem.
could-not-title =
    { $operation ->
        [start] Nie można uruchomić projektu { $project }
        [stop] Nie można zatrzymać projektu { $project }
       *[switch] Nie można przełączyć na projekt { $project }
    }
settled-body =
    { $status ->
        [stopped] Serwer { $server } przyjął żądanie, ale projekt jest zatrzymany. Sprawdzić go w programie Projects Manager.
        [stopping] Serwer { $server } przyjął żądanie, ale projekt jest zatrzymywany. Sprawdzić go w programie Projects Manager.
        [starting] Serwer { $server } przyjął żądanie, ale projekt jest uruchamiany. Sprawdzić go w programie Projects Manager.
       *[running] Serwer { $server } przyjął żądanie, ale projekt działa. Sprawdzić go w programie Projects Manager.
    }
unsettled-body = Serwer { $server } przyjął żądanie, ale nadal go nie zakończył. Sprawdzić projekt w programie Projects Manager.
unknown-title =
    { $operation ->
        [start] Nie wiadomo, czy uruchomiono projekt { $project }
        [stop] Nie wiadomo, czy zatrzymano projekt { $project }
       *[switch] Nie wiadomo, czy przełączono na projekt { $project }
    }

## Why an operation is not carried out now

refused-title =
    { $operation ->
        [start] Teraz nie można uruchomić projektu { $project }
        [stop] Teraz nie można zatrzymać projektu { $project }
       *[switch] Teraz nie można przełączyć na projekt { $project }
    }
not-allowed-title =
    { $operation ->
        [start] Nie wolno uruchomić projektu { $project }
        [stop] Nie wolno zatrzymać projektu { $project }
       *[switch] Nie wolno przełączyć na projekt { $project }
    }
refusal-not-allowed = Konfiguracja tego komputera na to nie pozwala.
refusal-managed = O tym, co jest przypięte u góry, decyduje organizacja.
refusal-not-configured = Projektu nie ma już w konfiguracji.
refusal-unreachable = Serwer { $server } jest nieosiągalny. Trwa ponowna próba.
refusal-unknown = Stan projektu { $project } nie jest znany. Zaczekać, aż się wyświetli.
refusal-busy =
    { $operation ->
        [start] Trwa uruchamianie projektu { $project }. Zaczekać na zakończenie.
        [stop] Trwa zatrzymywanie projektu { $project }. Zaczekać na zakończenie.
       *[switch] Trwa przełączanie na projekt { $project }. Zaczekać na zakończenie.
    }
refusal-status =
    { $status ->
        [stopped] Projekt { $project } jest zatrzymany.
        [stopping] Projekt { $project } jest zatrzymywany.
        [starting] Projekt { $project } jest uruchamiany.
       *[running] Projekt { $project } działa.
    }
refusal-would-stop = To mogłoby zatrzymać { $project }, a konfiguracja tego komputera na to nie pozwala.

## Questions before something is done

question-title =
    { $operation ->
        [start] Uruchomić projekt { $project }?
        [stop] Zatrzymać projekt { $project }?
       *[switch] Przełączyć na projekt { $project }?
    }
question-start = Zostanie uruchomiony na serwerze { $server }.
question-stop = Działa na serwerze { $server } i zostanie zatrzymany.
question-stop-idle = Zostanie zatrzymany na serwerze { $server }.
question-switch = Na serwerze { $server } zatrzyma się: { $names }.
question-switch-unsure = Na serwerze { $server } może działać i zostałoby zatrzymane: { $names }.
question-switch-idle = Wszystko inne, co działa na serwerze { $server }, zatrzyma się.
names-joined = { $first }, { $rest }
names-and-more = jeszcze { $number }
question-keep-running = Pozostaw uruchomiony
question-keep = Pozostaw { $project }
question-refrain =
    { $operation ->
        [start] Nie uruchamiaj
        [stop] Nie zatrzymuj
       *[switch] Nie przełączaj
    }
question-remove-title = Usunąć { $name }?
question-remove-yes = Usuń { $name }
question-remove-project = Zniknie z listy razem ze swoimi akcjami jednego kliknięcia.
question-remove-server =
    { $number ->
        [one] Zniknie z listy z { $number } projektem i jego akcjami jednego kliknięcia.
        [few] Zniknie z listy z { $number } projektami i ich akcjami jednego kliknięcia.
        [many] Zniknie z listy z { $number } projektami i ich akcjami jednego kliknięcia.
       *[other] Zniknie z listy z { $number } projektu i ich akcjami jednego kliknięcia.
    }
question-remove-empty-server = Zniknie z listy.
question-remove-harmless = Na serwerze nic się nie zatrzyma i żadne pliki nie zostaną usunięte.
question-whole =
    { $title }

    { $body }

    OK: { $yes }

## Notices

stopped-title = Projekt { $project } zatrzymał się
stopped-body = Nie działa już na serwerze { $server }.
started-title = Projekt { $project } działa
started-body = Działa teraz na serwerze { $server }.
recovered-title =
    { $status ->
        [stopped] Projekt { $project } jest zatrzymany
        [stopping] Projekt { $project } jest zatrzymywany
        [starting] Projekt { $project } jest uruchamiany
       *[running] Projekt { $project } działa
    }
recovered-body = Błąd na serwerze { $server } ustąpił.
server-down-title = Serwer { $server } jest nieosiągalny
server-up-title = Serwer { $server } jest znów osiągalny
server-up-body = Znów odpowiada.
unstable-title = { $name }: stan niestabilny
unstable-project-body = Stan na serwerze { $server } ciągle się zmienia. Wynik zostanie podany, gdy nie zmieni się przez minutę.
unstable-server-body = Połączenie ciągle zanika i wraca. Wynik zostanie podany, gdy nie zmieni się przez minutę.
unwatched-title =
    { $operation ->
        [start] Uruchamianie { $project }: koniec monitorowania
        [stop] Zatrzymywanie { $project }: koniec monitorowania
       *[switch] Przełączanie na { $project }: koniec monitorowania
    }
unwatched-body = Projektu { $project } na serwerze { $server } nie ma już w konfiguracji. Wynik sprawdzić w programie Projects Manager.
monitor-silent-title = Monitorowanie zatrzymane
monitor-silent-body = Wyświetlane dane są nieaktualne. { $remedy }
configuration-broken-body = { $first } – Wszystko podano w menu; poprawić i zapisać plik, wczyta się sam.
configuration-broken-more-body = { $first } … i jeszcze { $number } – Wszystko podano w menu; poprawić i zapisać plik, wczyta się sam.
not-saved-title = Konfiguracja nie została zmieniona
not-opened-title = Nie można otworzyć konfiguracji
file-none-in-demo = To jest wersja pokazowa: nie ma pliku konfiguracji. Uruchomić PEKAT Tray bez --demo.
file-cannot-be-shown = Nie można otworzyć { $path }: { $reason }. Otworzyć plik w edytorze tekstu.
managed-title = Zarządzane przez organizację
managed-body = O tym, które serwery i projekty są widoczne, decyduje organizacja. Zwrócić się do administratora.
for-all-users-title = Ustawione dla wszystkich użytkowników
for-all-users-body = Obowiązuje wszystkich użytkowników tego komputera. O zmianę poprosić jego administratora.
not-changed-title = Niedozwolone
found-title =
    { $number ->
        [one] Znaleziono { $number } projekt na tym komputerze
        [few] Znaleziono { $number } projekty na tym komputerze
        [many] Znaleziono { $number } projektów na tym komputerze
       *[other] Znaleziono { $number } projektu na tym komputerze
    }
found-body =
    { $number ->
        [one] Otworzyć menu, aby go dodać.
        [few] Otworzyć menu, aby je dodać.
        [many] Otworzyć menu, aby je dodać.
       *[other] Otworzyć menu, aby je dodać.
    }
autostart-for-all-title = Uruchamia się z Windows dla wszystkich użytkowników
autostart-for-all-body = Wyłączyć PEKAT Tray dla siebie w Menedżerze zadań, w części „Aplikacje autostartu”, albo zwrócić się do administratora.
autostart-managed-body = Decyduje o tym organizacja. Zwrócić się do administratora.
autostart-not-set-title = Nie zmieniono uruchamiania z systemem Windows
autostart-not-set-body = Windows zgłasza: { $reason }. Włączyć lub wyłączyć uruchamianie w Menedżerze zadań, w części „Aplikacje autostartu”.

## Many changes in one notice

digest-faults =
    { $number ->
        [one] { $number } projekt z błędem
        [few] { $number } projekty z błędem
        [many] { $number } projektów z błędem
       *[other] { $number } projektu z błędem
    }
digest-unreachable =
    { $number ->
        [one] { $number } serwer bez połączenia
        [few] { $number } serwery bez połączenia
        [many] { $number } serwerów bez połączenia
       *[other] { $number } serwera bez połączenia
    }
digest-unstable = { $number } w stanie niestabilnym
digest-stopped =
    { $number ->
        [one] { $number } projekt zatrzymany
        [few] { $number } projekty zatrzymane
        [many] { $number } projektów zatrzymanych
       *[other] { $number } projektu zatrzymanego
    }
digest-back =
    { $number ->
        [one] { $number } serwer znów osiągalny
        [few] { $number } serwery znów osiągalne
        [many] { $number } serwerów znów osiągalnych
       *[other] { $number } serwera znów osiągalnego
    }
digest-well =
    { $number ->
        [one] { $number } projekt znów bez błędu
        [few] { $number } projekty znów bez błędu
        [many] { $number } projektów znów bez błędu
       *[other] { $number } projektu znów bez błędu
    }
digest-started =
    { $number ->
        [one] { $number } projekt uruchomiony
        [few] { $number } projekty uruchomione
        [many] { $number } projektów uruchomionych
       *[other] { $number } projektu uruchomionego
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } inna zmiana
        [few] { $first }, { $number } inne zmiany
        [many] { $first }, { $number } innych zmian
       *[other] { $first }, { $number } innej zmiany
    }
digest-line = { $first }: { $rest }
digest-names = { $names } i jeszcze { $number }

## Notices that are not wanted for a while

menu-snooze-hour = Wycisz na 1 godzinę
menu-snooze-tomorrow = Wycisz do jutra, { $time }
menu-snoozed = Wyciszono do { $time }
menu-end-snooze = Zakończ wyciszenie
toast-open-menu = Otwórz menu
not-copied-title = Nie skopiowano ścieżki projektu { $project }
not-copied-body = Schowek jest zajęty przez inny program: { $reason }. Spróbować ponownie.
page-not-opened-title = Nie można otworzyć strony projektu { $project }
page-not-opened-body = Nie można otworzyć { $page }: { $reason }. Otworzyć stronę w przeglądarce.

## About, and the start of the program

about-title = PEKAT Tray { $version }
about =
    Pokazuje, uruchamia, zatrzymuje i przełącza projekty PEKAT VISION.
    Program niezależny; producent PEKAT VISION go nie stworzył ani nie zatwierdził.

    Licencja: MIT lub Apache-2.0
about-commit = Commit: { $commit }
about-configuration = Konfiguracja: { $path }
about-log = Dziennik: { $path }
about-managed = Zarządzane przez organizację: { $list }
about-ignored = Nieprawidłowe zasady, które są ignorowane:
about-show-licences = Licencje…
about-show-log = Dziennik…
already-running = PEKAT Tray już działa. Jego ikona jest w obszarze powiadomień na pasku zadań.

## pekatctl

configuration-fine = { $path }: bez błędów, { $counts }
configuration-missing = { $path } nie istnieje; nic nie skonfigurowano
servers-counted =
    { $number ->
        [one] { $number } serwer
        [few] { $number } serwery
        [many] { $number } serwerów
       *[other] { $number } serwera
    }
projects-counted =
    { $number ->
        [one] { $number } projekt
        [few] { $number } projekty
        [many] { $number } projektów
       *[other] { $number } projektu
    }
actions-counted =
    { $number ->
        [one] { $number } akcja
        [few] { $number } akcje
        [many] { $number } akcji
       *[other] { $number } akcji
    }
found-in-folder = folder
found-on-page = strona WWW
