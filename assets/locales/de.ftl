## What a project is doing

named-condition = { $name } – { $condition }
condition-status =
    { $status ->
        [stopped] Gestoppt
        [stopping] Wird gestoppt…
        [starting] Wird gestartet…
       *[running] Läuft
    }
condition-connecting = Verbindung wird hergestellt…
condition-unreachable = Nicht erreichbar
condition-no-news = Keine Daten
condition-no-news-since = Keine Daten seit { $time }
condition-silent = Keine Antwort
condition-pending =
    { $operation ->
        [start] Wird gestartet…
        [stop] Wird gestoppt…
       *[switch] Wechsel läuft…
    }
condition-pending-lost =
    { $operation ->
        [start] Wird gestartet… (keine Antwort, wird beobachtet)
        [stop] Wird gestoppt… (keine Antwort, wird beobachtet)
       *[switch] Wechsel läuft… (keine Antwort, wird beobachtet)
    }
condition-not-found = Nicht gefunden
condition-not-understood = Unbekannter Befehl
condition-refused = Abgelehnt
condition-unexpected = Unerwartete Antwort
condition-stuck-in-starting = Hängt beim Starten
condition-stuck-in-stopping = Hängt beim Stoppen
condition-should-be-running = Sollte laufen
condition-should-be-stopped = Sollte gestoppt sein
condition-port-in-use = Port belegt
condition-failed =
    { $operation ->
        [start] Start fehlgeschlagen
        [stop] Stopp fehlgeschlagen
       *[switch] Wechsel fehlgeschlagen
    }

## How many projects are doing what

counted-at-fault = { $number } gestört
counted-unreachable = { $number } nicht erreichbar
counted-without-news = { $number } ohne Daten
counted-changing = { $number } im Übergang
counted-running =
    { $number ->
        [one] { $number } läuft
       *[other] { $number } laufen
    }
counted-stopped = { $number } gestoppt
counts-joined = { $first }, { $rest }

## The tooltip

server-unreachable-brief = { $server } nicht erreichbar
parts-joined = { $first }; { $rest }

## The menu

no-projects = Keine Projekte konfiguriert
loading = Konfiguration wird gelesen…
configuration-broken = Die Konfiguration enthält Fehler
monitor-silent = Überwachung ausgefallen: Die Anzeige ist nicht aktuell
monitor-silent-remedy = Falls das so bleibt, wählen Sie „Beenden“ und starten Sie PEKAT Tray neu.
menu-operation =
    { $operation ->
        [start] Starten
        [stop] Stoppen
       *[switch] Zu diesem wechseln
    }
menu-pin =
    { $operation ->
        [start] „Starten“ oben anheften
        [stop] „Stoppen“ oben anheften
       *[switch] „Zu diesem wechseln“ oben anheften
    }
menu-unpin =
    { $operation ->
        [start] „Starten“ lösen
        [stop] „Stoppen“ lösen
       *[switch] „Zu diesem wechseln“ lösen
    }
menu-details = Details…
menu-scan = Code scannen…
menu-copy-path = Pfad kopieren
menu-open-page = Projektseite öffnen
menu-needs-attention = Handlungsbedarf
menu-no-fault = Keine Störung mehr
menu-more-faults = … und noch { $number } gestört
menu-on-server = { $project } ({ $server })
menu-switch-to = Wechseln zu
menu-recent = Zuletzt verwendet
menu-all = Alle
menu-refresh = Anzeige aktualisieren
menu-open-configuration = Konfiguration öffnen
menu-managed = Von Ihrer Organisation verwaltet
menu-add-or-remove = Hinzufügen oder entfernen
menu-add-project = Projekt hinzufügen…
menu-add-server = Server hinzufügen…
menu-find-projects = Projekte suchen…
menu-remove-server = Server entfernen
menu-remove-this-server = Server entfernen…
menu-remove = Entfernen…
menu-add-found =
    { $number ->
        [one] Das auf diesem Computer gefundene Projekt hinzufügen…
       *[other] Die { $number } auf diesem Computer gefundenen Projekte hinzufügen…
    }
menu-autostart = Mit Windows starten
menu-autostart-turned-off = Mit Windows starten (im Task-Manager deaktiviert)
menu-autostart-for-all = Mit Windows starten (für alle Benutzer festgelegt)
menu-autostart-managed = Mit Windows starten (von Ihrer Organisation festgelegt)
menu-about = Info zu PEKAT Tray { $version }
menu-exit = Beenden
menu-icons-folded = Ein Symbol für alles: Mehr als { $number } haben keinen Platz
icon-named = { $name }: { $says }
menu-more = Weitere ({ $number })
menu-from-to = { $first } … { $last }
and-more = … und noch { $number }

## Hot keys that another program has

hotkeys-taken = Tastenkombinationen, die ein anderes Programm verwendet:
hotkeys-remedy = Beenden Sie dieses Programm oder ändern Sie `hotkey` in der Konfiguration.
hotkey-taken-title = { $hotkey } ist belegt
hotkey-taken-body = Ein anderes Programm verwendet diese Tasten, daher lösen sie „{ $action }“ nicht aus. { $remedy }
hotkeys-taken-title = { $number } Tastenkombinationen sind belegt
hotkeys-taken-body = Ein anderes Programm verwendet sie: { $list }. { $remedy }

## The window that codes are scanned into

scan-title = Code scannen – PEKAT Tray
scan-prompt = Code scannen oder eintippen und Eingabetaste drücken.
scan-elsewhere = Codes gehen jetzt an ein anderes Fenster: vor dem Scannen hier klicken.
scan-ready = Bereit zum Scannen
scan-close = Schließen
unknown-code-title = Unbekannter Code
unknown-code-body = Keine hier erlaubte Aktion hat den Code { $code }.
other-layout-title = Tastaturlayout prüfen
other-layout-body = Das sieht nach Ziffern in einem anderen Tastaturlayout aus. Stellen Sie am Scanner als Tastaturland das Tastaturlayout von Windows ein.
scan-not-now = Jetzt nicht möglich: { $reason }
scan-asked = Wartet auf Ihre Antwort: { $question }
scan-not-done = Nicht ausgeführt. { $condition }

## Dialogs that add servers and projects

add-server-title = Server hinzufügen
add-server-intro = Ein Computer mit einem Projects Manager, dessen TCP-Server eingeschaltet ist.
add-project-title = Projekt hinzufügen
add-project-intro = Der Ordner des Projekts, wie er auf dem Server selbst heißt.
find-projects-title = Gefundene Projekte hinzufügen
find-projects-intro = Was angehakt ist, kommt in die Liste. Nichts wird gestartet oder gestoppt.
dialog-address = Adresse (Host oder Host:Port)
dialog-name = Name (optional)
dialog-server = Server
dialog-folder = Ordner auf dem Server
dialog-browse = Durchsuchen…
dialog-add = Hinzufügen
dialog-add-anyway = Trotzdem hinzufügen
dialog-cancel = Abbrechen
this-computer = Dieser Computer
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Der Server wird gefragt…
dialog-searching = Suche läuft…
dialog-saving = Wird gespeichert…
note-no-address = Geben Sie die Adresse ein, zum Beispiel { $example }.
note-not-an-address = „{ $text }“ ist keine Adresse. Schreiben Sie Host oder Host:Port, zum Beispiel { $example }.
note-not-a-port = „{ $text }“ ist kein Port. Nehmen Sie eine Zahl von 1 bis 65535, zum Beispiel 7002.
note-address-taken = { $server } hat diese Adresse bereits. Geben Sie eine andere ein.
note-name-too-long = Der Name ist länger als { $number } Zeichen. Kürzen Sie ihn.
note-name-invisible = Im Namen ist ein unsichtbares Zeichen. Tippen Sie ihn neu.
note-name-taken = Den Namen „{ $name }“ gibt es bereits. Wählen Sie einen anderen.
note-no-path = Geben Sie den Ordner des Projekts ein, zum Beispiel { $example }.
note-path-too-long = Der Pfad ist länger, als Windows erlaubt. Prüfen Sie ihn.
note-path-invisible = Im Pfad ist ein unsichtbares Zeichen. Tippen Sie ihn neu.
note-path-not-full = Der Pfad ist nicht vollständig. Geben Sie den vollständigen Pfad des Ordners auf dem Server ein, zum Beispiel { $example }.
note-path-impossible = Der Pfad eines Ordners auf dem Server kann „{ $part }“ nicht enthalten. Korrigieren Sie ihn.
note-path-taken = Dieses Projekt ist bereits da, als „{ $project }“. Geben Sie einen anderen Ordner ein.
note-server-gone = Dieser Server ist nicht mehr konfiguriert. Wählen Sie einen anderen.
note-not-a-manager = Unter { $address } antwortet kein Projects Manager. Prüfen Sie den Port seines TCP-Servers.
note-not-found = { $address } hat kein Projekt unter { $path }. Prüfen Sie die Schreibweise, ob der Server selbst diesen Pfad hat und ob { $file } im Ordner ist.
note-refused = { $address } hat abgelehnt: „{ $excerpt }“. Prüfen Sie das Projekt im Projects Manager.
note-doubted = { $reason } Falls die Angabe dennoch stimmt, wählen Sie „{ $button }“.
note-nothing-found = Nichts Neues gefunden. Prüfen Sie, ob der Projects Manager läuft und seine Projekte in { $folder } liegen, oder wählen Sie „{ $menu }“.
note-nothing-picked = Nichts ist angehakt. Haken Sie an, was hinzukommen soll.

## What is wrong, and what to do

unreachable-unknown-host = Ein Computer namens { $host } ist nicht bekannt. Prüfen Sie die Adresse.
unreachable-refused = Unter { $address } antwortet kein Programm. Starten Sie dort den Projects Manager, schalten Sie seinen TCP-Server ein und prüfen Sie, ob er auf eine andere Adresse des Computers eingestellt ist.
unreachable-no-route = Im Netzwerk ist { $address } nicht zu erreichen. Prüfen Sie das Netzwerkkabel und die Adresse.
unreachable-connect-timeout = { $address } antwortet nicht. Prüfen Sie, ob der Computer eingeschaltet ist und seine Firewall den Port durchlässt.
unreachable-no-answer = { $address } nimmt Verbindungen an, antwortet aber nicht. Sehen Sie dort im Projects Manager nach.
unreachable-broken = { $address } bricht die Verbindung ab. Sehen Sie dort im Projects Manager nach.
unreachable-other = Keine Verbindung zu { $address } möglich. Prüfen Sie das Netzwerk dieses Computers.
trouble-stale = { $server } meldet den Zustand dieses Projekts seit einiger Zeit nicht mehr. Sehen Sie dort im Projects Manager nach.
trouble-silent = { $server } nimmt Verbindungen an, antwortet aber nicht. Möglicherweise führt er gerade einen Befehl eines anderen Clients aus.
trouble-not-found = Auf { $server } gibt es kein Projekt unter { $path }. Prüfen Sie den Pfad und den Ordner auf dem Server.
trouble-unknown-command = { $server } kennt den Befehl nicht. Prüfen Sie, ob unter { $address } ein Projects Manager ab Version 3.18 mit TCP-Server läuft.
trouble-refused = { $server } hat abgelehnt: „{ $excerpt }“. Prüfen Sie { $project } im Projects Manager.
trouble-unexpected = { $server } hat „{ $excerpt }“ geantwortet; diese Antwort ist unbekannt. Prüfen Sie, ob unter { $address } ein Projects Manager mit TCP-Server läuft.
trouble-stuck-in-starting = { $project } startet auf { $server } schon zu lange. Sehen Sie im Projects Manager nach.
trouble-stuck-in-stopping = { $project } stoppt auf { $server } schon zu lange. Sehen Sie im Projects Manager nach.
trouble-should-be-running =
    { $status ->
        [stopped] { $project } ist auf { $server } gestoppt, soll laut Konfiguration aber laufen. Starten Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
        [stopping] { $project } wird auf { $server } gestoppt, soll laut Konfiguration aber laufen. Starten Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
        [starting] { $project } wird auf { $server } gestartet und soll laut Konfiguration laufen. Starten Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
       *[running] { $project } läuft auf { $server } und soll laut Konfiguration laufen. Starten Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } ist auf { $server } gestoppt und soll laut Konfiguration gestoppt sein. Stoppen Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
        [stopping] { $project } wird auf { $server } gestoppt und soll laut Konfiguration gestoppt sein. Stoppen Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
        [starting] { $project } wird auf { $server } gestartet, soll laut Konfiguration aber gestoppt sein. Stoppen Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
       *[running] { $project } läuft auf { $server }, soll laut Konfiguration aber gestoppt sein. Stoppen Sie das Projekt oder ändern Sie `expect` in der Konfiguration.
    }
trouble-port-in-use = Der Port ist belegt. Stoppen Sie das Projekt, das auf demselben Port läuft, oder geben Sie { $project } im Projects Manager einen anderen Port.
trouble-given-up = Es wurde nichts gesendet: Der Computer war im Energiesparmodus, oder etwas anderes kam dazwischen. Versuchen Sie es erneut.
trouble-not-sent = Es wurde nichts gesendet. { $reason }
trouble-no-answer = Der Auftrag wurde gesendet, aber { $server } hat nicht geantwortet. Prüfen Sie das Projekt dort oder seinen Zustand hier, bevor Sie es erneut versuchen.
whereabouts =
    { $path }
    auf { $server }, { $address }

## What became of an operation

action-name =
    { $operation ->
        [start] { $project } starten
        [stop] { $project } stoppen
       *[switch] Zu { $project } wechseln
    }
agreed =
    { $operation ->
        [start] { $server } hat den Start von { $project } angenommen.
        [stop] { $server } hat den Stopp von { $project } angenommen.
       *[switch] { $server } hat zu { $project } gewechselt.
    }
done-title =
    { $operation ->
        [start] { $project } läuft
        [stop] { $project } ist gestoppt
       *[switch] Zu { $project } gewechselt
    }
done-body =
    { $operation ->
        [start] Auf { $server } gestartet.
        [stop] Auf { $server } gestoppt.
       *[switch] Läuft jetzt auf { $server }.
    }
already-title =
    { $operation ->
        [start] { $project } läuft bereits
        [stop] { $project } ist bereits gestoppt
       *[switch] { $project } läuft bereits
    }
already-body = Das war auf { $server } schon so; es wurde nichts gesendet.
called-off-title =
    { $operation ->
        [start] Start von { $project } abgebrochen
        [stop] Stopp von { $project } abgebrochen
       *[switch] Wechsel zu { $project } abgebrochen
    }
called-off-body = Ihr Stopp auf { $server } kam, bevor der Vorgang abgeschlossen war.
could-not-title =
    { $operation ->
        [start] { $project } konnte nicht gestartet werden
        [stop] { $project } konnte nicht gestoppt werden
       *[switch] Wechsel zu { $project } war nicht möglich
    }
settled-body =
    { $status ->
        [stopped] { $server } hat den Auftrag angenommen, aber das Projekt ist gestoppt. Sehen Sie im Projects Manager nach.
        [stopping] { $server } hat den Auftrag angenommen, aber das Projekt wird gestoppt. Sehen Sie im Projects Manager nach.
        [starting] { $server } hat den Auftrag angenommen, aber das Projekt wird gestartet. Sehen Sie im Projects Manager nach.
       *[running] { $server } hat den Auftrag angenommen, aber das Projekt läuft. Sehen Sie im Projects Manager nach.
    }
unsettled-body = { $server } hat den Auftrag angenommen, aber das Projekt ist noch nicht so weit. Sehen Sie im Projects Manager nach.
unknown-title =
    { $operation ->
        [start] Unklar, ob { $project } gestartet wurde
        [stop] Unklar, ob { $project } gestoppt wurde
       *[switch] Unklar, ob zu { $project } gewechselt wurde
    }

## Why an operation is not carried out now

refused-title =
    { $operation ->
        [start] Jetzt nicht möglich: { $project } starten
        [stop] Jetzt nicht möglich: { $project } stoppen
       *[switch] Jetzt nicht möglich: zu { $project } wechseln
    }
not-allowed-title =
    { $operation ->
        [start] Nicht erlaubt: { $project } starten
        [stop] Nicht erlaubt: { $project } stoppen
       *[switch] Nicht erlaubt: zu { $project } wechseln
    }
refusal-not-allowed = Die Konfiguration dieses Computers erlaubt es nicht.
refusal-managed = Ihre Organisation legt fest, was oben angeheftet ist.
refusal-not-configured = Das Projekt ist nicht mehr konfiguriert.
refusal-unreachable = { $server } ist nicht erreichbar. Es wird gerade erneut versucht.
refusal-unknown = Der Zustand von { $project } ist unbekannt. Warten Sie, bis er angezeigt wird.
refusal-busy =
    { $operation ->
        [start] { $project } wird gestartet. Warten Sie, bis das abgeschlossen ist.
        [stop] { $project } wird gestoppt. Warten Sie, bis das abgeschlossen ist.
       *[switch] Es wird zu { $project } gewechselt. Warten Sie, bis das abgeschlossen ist.
    }
refusal-status =
    { $status ->
        [stopped] { $project } ist gestoppt.
        [stopping] { $project } wird gestoppt.
        [starting] { $project } wird gestartet.
       *[running] { $project } läuft.
    }
refusal-would-stop = Das könnte { $project } stoppen, und die Konfiguration dieses Computers erlaubt das nicht.

## Questions before something is done

question-title =
    { $operation ->
        [start] { $project } starten?
        [stop] { $project } stoppen?
       *[switch] Zu { $project } wechseln?
    }
question-start = Wird auf { $server } gestartet.
question-stop = Läuft auf { $server } und wird gestoppt.
question-stop-idle = Wird auf { $server } gestoppt.
question-switch = Auf { $server } wird gestoppt: { $names }.
question-switch-unsure = Läuft vielleicht auf { $server } und würde gestoppt: { $names }.
question-switch-idle = Alles andere, was auf { $server } läuft, wird gestoppt.
names-joined = { $first }, { $rest }
names-and-more = noch { $number }
question-keep-running = Weiterlaufen lassen
question-keep = { $project } beibehalten
question-refrain =
    { $operation ->
        [start] Nicht starten
        [stop] Nicht stoppen
       *[switch] Nicht wechseln
    }
question-remove-title = { $name } entfernen?
question-remove-yes = { $name } entfernen
question-remove-project = Es verschwindet aus der Liste, samt seinen Ein-Klick-Aktionen.
question-remove-server =
    { $number ->
        [one] Er verschwindet aus der Liste, mit { $number } Projekt und dessen Ein-Klick-Aktionen.
       *[other] Er verschwindet aus der Liste, mit { $number } Projekten und deren Ein-Klick-Aktionen.
    }
question-remove-empty-server = Er verschwindet aus der Liste.
question-remove-harmless = Auf dem Server wird nichts gestoppt, und keine Dateien werden gelöscht.
question-whole =
    { $title }

    { $body }

    OK: { $yes }

## Notices

stopped-title = { $project } ist jetzt gestoppt
stopped-body = Läuft nicht mehr auf { $server }.
started-title = { $project } läuft
started-body = Läuft jetzt auf { $server }.
recovered-title =
    { $status ->
        [stopped] { $project } ist gestoppt
        [stopping] { $project } wird gestoppt
        [starting] { $project } wird gestartet
       *[running] { $project } läuft
    }
recovered-body = Auf { $server } wieder in Ordnung.
server-down-title = { $server } ist nicht erreichbar
server-up-title = { $server } ist wieder erreichbar
server-up-body = Der Server antwortet wieder.
unstable-title = { $name } ist instabil
unstable-project-body = Der Zustand auf { $server } wechselt ständig. Das Ergebnis wird gemeldet, sobald er eine Minute lang unverändert ist.
unstable-server-body = Die Verbindung kommt und geht. Das Ergebnis wird gemeldet, sobald sie eine Minute lang unverändert ist.
unwatched-title =
    { $operation ->
        [start] Start von { $project }: nicht mehr beobachtet
        [stop] Stopp von { $project }: nicht mehr beobachtet
       *[switch] Wechsel zu { $project }: nicht mehr beobachtet
    }
unwatched-body = { $project } ist auf { $server } nicht mehr konfiguriert. Prüfen Sie das Ergebnis im Projects Manager.
monitor-silent-title = Überwachung ausgefallen
monitor-silent-body = Die Anzeige ist nicht aktuell. { $remedy }
configuration-broken-body = { $first } – Alle Angaben stehen im Menü. Korrigieren und speichern Sie die Datei; sie wird von selbst gelesen.
configuration-broken-more-body = { $first } … und noch { $number } Fehler – Alle Angaben stehen im Menü. Korrigieren und speichern Sie die Datei; sie wird von selbst gelesen.
not-saved-title = Die Konfiguration wurde nicht geändert
not-opened-title = Die Konfiguration lässt sich nicht öffnen
file-none-in-demo = Dies ist die Demo: Sie hat keine Konfigurationsdatei. Starten Sie PEKAT Tray ohne --demo.
file-cannot-be-shown = { $path } lässt sich nicht öffnen: { $reason }. Öffnen Sie die Datei mit einem Texteditor.
managed-title = Von Ihrer Organisation verwaltet
managed-body = Ihre Organisation legt fest, welche Server und Projekte angezeigt werden. Fragen Sie Ihren Administrator.
for-all-users-title = Für alle Benutzer festgelegt
for-all-users-body = Das ist für alle Benutzer dieses Computers festgelegt. Bitten Sie den Administrator um die Änderung.
not-changed-title = Nicht erlaubt
found-title =
    { $number ->
        [one] { $number } Projekt auf diesem Computer gefunden
       *[other] { $number } Projekte auf diesem Computer gefunden
    }
found-body =
    { $number ->
        [one] Öffnen Sie das Menü, um es hinzuzufügen.
       *[other] Öffnen Sie das Menü, um sie hinzuzufügen.
    }
autostart-for-all-title = Startet mit Windows für alle Benutzer
autostart-for-all-body = Deaktivieren Sie PEKAT Tray für sich im Task-Manager unter „Autostart von Apps“ oder fragen Sie Ihren Administrator.
autostart-managed-body = Ihre Organisation legt das fest. Fragen Sie Ihren Administrator.
autostart-not-set-title = „Mit Windows starten“ wurde nicht geändert
autostart-not-set-body = Windows meldet: { $reason }. Schalten Sie den Autostart im Task-Manager unter „Autostart von Apps“ ein oder aus.

## Many changes in one notice

digest-faults =
    { $number ->
        [one] { $number } Projekt gestört
       *[other] { $number } Projekte gestört
    }
digest-unreachable = { $number } Server nicht erreichbar
digest-unstable = { $number } instabil
digest-stopped =
    { $number ->
        [one] { $number } Projekt gestoppt
       *[other] { $number } Projekte gestoppt
    }
digest-back = { $number } Server wieder erreichbar
digest-well =
    { $number ->
        [one] { $number } Projekt wieder in Ordnung
       *[other] { $number } Projekte wieder in Ordnung
    }
digest-started =
    { $number ->
        [one] { $number } Projekt gestartet
       *[other] { $number } Projekte gestartet
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } weitere Änderung
       *[other] { $first }, { $number } weitere Änderungen
    }
digest-line = { $first }: { $rest }
digest-names = { $names } und noch { $number }

## Notices that are not wanted for a while

menu-snooze-hour = 1 Stunde stummschalten
menu-snooze-tomorrow = Bis morgen stummschalten, { $time }
menu-snoozed = Stumm bis { $time }
menu-end-snooze = Stummschaltung beenden
toast-open-menu = Menü öffnen
not-copied-title = Der Pfad von { $project } wurde nicht kopiert
not-copied-body = Ein anderes Programm belegt die Zwischenablage: { $reason }. Versuchen Sie es erneut.
page-not-opened-title = Die Seite von { $project } lässt sich nicht öffnen
page-not-opened-body = { $page } lässt sich nicht öffnen: { $reason }. Öffnen Sie die Seite in einem Browser.

## About, and the start of the program

about-title = PEKAT Tray { $version }
about =
    Zeigt, startet, stoppt und wechselt Projekte von PEKAT VISION.
    Ein unabhängiges Programm, vom Hersteller von PEKAT VISION weder erstellt noch unterstützt.

    Lizenz: MIT oder Apache-2.0
about-commit = Commit: { $commit }
about-configuration = Konfiguration: { $path }
about-log = Protokoll: { $path }
about-managed = Von Ihrer Organisation verwaltet: { $list }
about-ignored = Ungültige Richtlinien, die ignoriert werden:
about-show-licences = Lizenzen…
about-show-log = Protokoll…
already-running = PEKAT Tray läuft bereits. Das Symbol ist im Infobereich der Taskleiste.

## pekatctl

configuration-fine = { $path }: in Ordnung, { $counts }
configuration-missing = { $path } ist nicht vorhanden; es ist nichts konfiguriert
servers-counted = { $number } Server
projects-counted =
    { $number ->
        [one] { $number } Projekt
       *[other] { $number } Projekte
    }
actions-counted =
    { $number ->
        [one] { $number } Aktion
       *[other] { $number } Aktionen
    }
found-in-folder = Ordner
found-on-page = Webseite
