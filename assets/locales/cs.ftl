## What a project is doing (a project is masculine)

named-condition = { $name } – { $condition }
condition-status =
    { $status ->
        [stopped] Zastaven
        [stopping] Zastavuje se…
        [starting] Spouští se…
       *[running] Běží
    }
condition-connecting = Připojování…
condition-unreachable = Bez spojení
condition-no-news = Bez údajů
condition-no-news-since = Bez údajů od { $time }
condition-silent = Bez odpovědi
condition-pending =
    { $operation ->
        [start] Spouští se…
        [stop] Zastavuje se…
       *[switch] Přepíná se…
    }
condition-pending-lost =
    { $operation ->
        [start] Spouští se… (bez odpovědi, sleduje se)
        [stop] Zastavuje se… (bez odpovědi, sleduje se)
       *[switch] Přepíná se… (bez odpovědi, sleduje se)
    }
condition-not-found = Nenalezen
condition-not-understood = Neznámý příkaz
condition-refused = Odmítnuto
condition-unexpected = Neočekávaná odpověď
condition-stuck-in-starting = Spouští se příliš dlouho
condition-stuck-in-stopping = Zastavuje se příliš dlouho
condition-should-be-running = Má běžet
condition-should-be-stopped = Nemá běžet
condition-port-in-use = Obsazený port
condition-failed =
    { $operation ->
        [start] Spuštění selhalo
        [stop] Zastavení selhalo
       *[switch] Přepnutí selhalo
    }

## How many projects are doing what

counted-at-fault = { $number } v poruše
counted-unreachable = { $number } bez spojení
counted-without-news = { $number } bez údajů
counted-changing = { $number } mění stav
counted-running = { $number } běží
counted-stopped =
    { $number ->
        [one] { $number } zastaven
        [few] { $number } zastaveny
       *[other] { $number } zastaveno
    }
counts-joined = { $first }, { $rest }

## The tooltip

server-unreachable-brief = { $server } bez spojení
parts-joined = { $first }; { $rest }

## The menu

no-projects = Nejsou nastaveny žádné projekty
loading = Načítá se konfigurace…
configuration-broken = V konfiguraci jsou chyby
monitor-silent = Sledování se zastavilo: zobrazené údaje nejsou aktuální
monitor-silent-remedy = Pokud to samo nepřejde, zvolte „Ukončit“ a spusťte PEKAT Tray znovu.
menu-operation =
    { $operation ->
        [start] Spustit
        [stop] Zastavit
       *[switch] Přepnout na tento
    }
menu-pin =
    { $operation ->
        [start] Připnout „Spustit“ nahoru
        [stop] Připnout „Zastavit“ nahoru
       *[switch] Připnout „Přepnout na tento“ nahoru
    }
menu-unpin =
    { $operation ->
        [start] Odepnout „Spustit“
        [stop] Odepnout „Zastavit“
       *[switch] Odepnout „Přepnout na tento“
    }
menu-details = Podrobnosti…
menu-scan = Načíst kód…
menu-copy-path = Kopírovat cestu
menu-open-page = Otevřít stránku projektu
menu-needs-attention = Vyžaduje pozornost
menu-no-fault = Už bez poruchy
menu-more-faults =
    { $number ->
        [one] … a { $number } další v poruše
        [few] … a { $number } další v poruše
       *[other] … a { $number } dalších v poruše
    }
menu-on-server = { $project } ({ $server })
menu-switch-to = Přepnout na
menu-recent = Nedávné
menu-all = Všechny
menu-refresh = Aktualizovat stav
menu-open-configuration = Otevřít konfiguraci
menu-managed = Spravuje vaše organizace
menu-add-or-remove = Přidat nebo odebrat
menu-add-project = Přidat projekt…
menu-add-server = Přidat server…
menu-find-projects = Najít projekty…
menu-remove-server = Odebrat server
menu-remove-this-server = Odebrat server…
menu-remove = Odebrat…
menu-add-found =
    { $number ->
        [one] Přidat projekt nalezený v tomto počítači…
        [few] Přidat { $number } projekty nalezené v tomto počítači…
       *[other] Přidat { $number } projektů nalezených v tomto počítači…
    }
menu-autostart = Spouštět se systémem Windows
menu-autostart-turned-off = Spouštět se systémem Windows (vypnuto ve Správci úloh)
menu-autostart-for-all = Spouštět se systémem Windows (nastaveno pro všechny)
menu-autostart-managed = Spouštět se systémem Windows (určuje vaše organizace)
menu-about = O aplikaci PEKAT Tray { $version }
menu-exit = Ukončit
menu-icons-folded = Jedna ikona pro vše: více než { $number } se nevejde
icon-named = { $name }: { $says }
menu-more = Další ({ $number })
menu-from-to = { $first } … { $last }
and-more =
    { $number ->
        [one] … a { $number } další
        [few] … a { $number } další
       *[other] … a { $number } dalších
    }

## Hot keys that another program has

hotkeys-taken = Klávesové zkratky, které používá jiný program:
hotkeys-remedy = Ukončete ten program, nebo v konfiguraci změňte `hotkey`.
hotkey-taken-title = Zkratka { $hotkey } je obsazená
hotkey-taken-body = Používá ji jiný program, proto neprovede „{ $action }“. { $remedy }
hotkeys-taken-title =
    { $number ->
        [one] { $number } klávesová zkratka je obsazená
        [few] { $number } klávesové zkratky jsou obsazené
       *[other] { $number } klávesových zkratek je obsazených
    }
hotkeys-taken-body = Používá je jiný program: { $list }. { $remedy }

## The window that codes are scanned into

scan-title = Načíst kód – PEKAT Tray
scan-prompt = Načtěte kód, nebo ho napište a stiskněte Enter.
scan-elsewhere = Kódy teď jdou do jiného okna: před načtením klikněte sem.
scan-ready = Připraveno k načtení
scan-close = Zavřít
unknown-code-title = Neznámý kód
unknown-code-body = Žádná zde povolená akce nemá kód { $code }.
other-layout-title = Zkontrolujte rozložení klávesnice
other-layout-body = Vypadá to jako číslice v jiném rozložení klávesnice. Nastavte ve čtečce zemi klávesnice podle rozložení klávesnice ve Windows.
scan-not-now = Teď nelze: { $reason }
scan-asked = Čeká se na vaši odpověď: { $question }
scan-not-done = Neprovedeno. { $condition }

## Dialogs that add servers and projects

add-server-title = Přidat server
add-server-intro = Počítač, na kterém běží Projects Manager se zapnutým TCP serverem.
add-project-title = Přidat projekt
add-project-intro = Složka projektu tak, jak je na disku samotného serveru.
find-projects-title = Přidat nalezené projekty
find-projects-intro = Zaškrtnuté projekty se přidají do seznamu. Nic se nespustí ani nezastaví.
dialog-address = Adresa (počítač nebo počítač:port)
dialog-name = Název (nepovinný)
dialog-server = Server
dialog-folder = Složka na serveru
dialog-browse = Procházet…
dialog-add = Přidat
dialog-add-anyway = Přesto přidat
dialog-cancel = Zrušit
this-computer = Tento počítač
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Dotaz na server…
dialog-searching = Hledá se…
dialog-saving = Ukládá se…
note-no-address = Zadejte adresu, například { $example }.
note-not-an-address = „{ $text }“ není adresa. Zadejte počítač nebo počítač:port, například { $example }.
note-not-a-port = „{ $text }“ není port. Zadejte číslo od 1 do 65535, například 7002.
note-address-taken = Tuto adresu už má server { $server }. Zadejte jinou.
note-name-too-long = Název je delší než { $number } znaků. Zkraťte ho.
note-name-invisible = V názvu je znak, který není vidět. Napište ho znovu.
note-name-taken = Název „{ $name }“ se už používá. Zvolte jiný.
note-no-path = Zadejte složku projektu, například { $example }.
note-path-too-long = Cesta je delší, než Windows dovoluje. Zkontrolujte ji.
note-path-invisible = V cestě je znak, který není vidět. Napište ji znovu.
note-path-not-full = Cesta není úplná. Zadejte úplnou cestu ke složce na serveru, například { $example }.
note-path-impossible = Cesta ke složce na serveru nemůže obsahovat „{ $part }“. Opravte ji.
note-path-taken = Tento projekt už v seznamu je jako „{ $project }“. Zadejte jinou složku.
note-server-gone = Tento server už není v konfiguraci. Zvolte jiný.
note-not-a-manager = Na adrese { $address } neodpovídá Projects Manager. Zkontrolujte port jeho TCP serveru.
note-not-found = { $address } nemá v umístění { $path } žádný projekt. Zkontrolujte, zda je cesta napsána správně, zda ji má disk samotného serveru a zda je ve složce { $file }.
note-refused = { $address } požadavek odmítl: „{ $excerpt }“. Zkontrolujte projekt v aplikaci Projects Manager.
note-doubted = { $reason } Je-li údaj přesto správný, zvolte „{ $button }“.
note-nothing-found = Nenašlo se nic nového. Zkontrolujte, zda Projects Manager běží a zda jsou jeho projekty ve složce { $folder }, nebo zvolte „{ $menu }“.
note-nothing-picked = Nic není zaškrtnuto. Zaškrtněte, co se má přidat.

## What is wrong, and what to do

unreachable-unknown-host = Počítač s názvem { $host } není znám. Zkontrolujte adresu.
unreachable-refused = Na adrese { $address } nic nenaslouchá. Spusťte tam Projects Manager, zapněte jeho TCP server a ověřte, že není nastaven na jinou adresu téhož počítače.
unreachable-no-route = K adrese { $address } nevede žádná síťová cesta. Zkontrolujte síťový kabel a adresu.
unreachable-connect-timeout = { $address } neodpovídá. Zkontrolujte, zda je počítač zapnutý a jeho brána firewall propouští tento port.
unreachable-no-answer = { $address } přijímá spojení, ale neodpovídá. Zkontrolujte tam Projects Manager.
unreachable-broken = { $address } přerušuje spojení. Zkontrolujte tam Projects Manager.
unreachable-other = K adrese { $address } se nelze připojit. Zkontrolujte síť tohoto počítače.
trouble-stale = Server { $server } už nějakou dobu nesděluje stav tohoto projektu. Zkontrolujte tam Projects Manager.
trouble-silent = { $server } přijímá spojení, ale neodpovídá. Možná právě provádí příkaz jiného klienta.
trouble-not-found = Na serveru { $server } není v umístění { $path } žádný projekt. Zkontrolujte cestu a složku na serveru.
trouble-unknown-command = Server { $server } příkaz nezná. Zkontrolujte, zda { $address } je TCP server aplikace Projects Manager verze 3.18 nebo novější.
trouble-refused = Server { $server } požadavek odmítl: „{ $excerpt }“. Zkontrolujte projekt { $project } v aplikaci Projects Manager.
trouble-unexpected = Server { $server } odpověděl „{ $excerpt }“, což není známá odpověď. Zkontrolujte, zda { $address } je TCP server aplikace Projects Manager.
trouble-stuck-in-starting = Projekt { $project } se na serveru { $server } spouští příliš dlouho. Zkontrolujte ho v aplikaci Projects Manager.
trouble-stuck-in-stopping = Projekt { $project } se na serveru { $server } zastavuje příliš dlouho. Zkontrolujte ho v aplikaci Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] Projekt { $project } je na serveru { $server } zastaven, podle konfigurace má však běžet. Spusťte ho, nebo změňte `expect` v konfiguraci.
        [stopping] Projekt { $project } se na serveru { $server } zastavuje, podle konfigurace má však běžet. Spusťte ho, nebo změňte `expect` v konfiguraci.
        [starting] Projekt { $project } se na serveru { $server } spouští, podle konfigurace má běžet. Spusťte ho, nebo změňte `expect` v konfiguraci.
       *[running] Projekt { $project } na serveru { $server } běží, podle konfigurace má běžet. Spusťte ho, nebo změňte `expect` v konfiguraci.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] Projekt { $project } je na serveru { $server } zastaven, podle konfigurace má být zastaven. Zastavte ho, nebo změňte `expect` v konfiguraci.
        [stopping] Projekt { $project } se na serveru { $server } zastavuje, podle konfigurace má být zastaven. Zastavte ho, nebo změňte `expect` v konfiguraci.
        [starting] Projekt { $project } se na serveru { $server } spouští, podle konfigurace má však být zastaven. Zastavte ho, nebo změňte `expect` v konfiguraci.
       *[running] Projekt { $project } na serveru { $server } běží, podle konfigurace má však být zastaven. Zastavte ho, nebo změňte `expect` v konfiguraci.
    }
trouble-port-in-use = Port je obsazený. Zastavte projekt, který běží na stejném portu, nebo nastavte projektu { $project } jiný port v aplikaci Projects Manager.
trouble-given-up = Nic se neodeslalo: počítač byl v režimu spánku nebo do toho přišlo něco jiného. Zkuste to znovu.
trouble-not-sent = Nic se neodeslalo. { $reason }
trouble-no-answer = Požadavek byl odeslán, ale server { $server } neodpověděl. Než to zkusíte znovu, zkontrolujte projekt na serveru nebo jeho stav zde.
whereabouts =
    { $path }
    na serveru { $server }, { $address }

## What became of an operation

action-name =
    { $operation ->
        [start] Spustit { $project }
        [stop] Zastavit { $project }
       *[switch] Přepnout na { $project }
    }
agreed =
    { $operation ->
        [start] Server { $server } přijal spuštění projektu { $project }.
        [stop] Server { $server } přijal zastavení projektu { $project }.
       *[switch] Server { $server } přepnul na projekt { $project }.
    }
done-title =
    { $operation ->
        [start] Projekt { $project } běží
        [stop] Projekt { $project } je zastaven
       *[switch] Přepnuto na projekt { $project }
    }
done-body =
    { $operation ->
        [start] Spuštěn na serveru { $server }.
        [stop] Zastaven na serveru { $server }.
       *[switch] Nyní běží na serveru { $server }.
    }
already-title =
    { $operation ->
        [start] Projekt { $project } už běží
        [stop] Projekt { $project } už je zastaven
       *[switch] Projekt { $project } už běží
    }
already-body = Na serveru { $server } tomu tak už bylo; nic se neodeslalo.
called-off-title =
    { $operation ->
        [start] Spuštění projektu { $project } zrušeno
        [stop] Zastavení projektu { $project } zrušeno
       *[switch] Přepnutí na projekt { $project } zrušeno
    }
called-off-body = Ještě před dokončením jste na serveru { $server } zadali zastavení.
could-not-title =
    { $operation ->
        [start] Projekt { $project } nelze spustit
        [stop] Projekt { $project } nelze zastavit
       *[switch] Na projekt { $project } nelze přepnout
    }
settled-body =
    { $status ->
        [stopped] Server { $server } požadavek přijal, ale projekt je zastaven. Zkontrolujte ho v aplikaci Projects Manager.
        [stopping] Server { $server } požadavek přijal, ale projekt se zastavuje. Zkontrolujte ho v aplikaci Projects Manager.
        [starting] Server { $server } požadavek přijal, ale projekt se spouští. Zkontrolujte ho v aplikaci Projects Manager.
       *[running] Server { $server } požadavek přijal, ale projekt běží. Zkontrolujte ho v aplikaci Projects Manager.
    }
unsettled-body = Server { $server } požadavek přijal, ale stále není hotovo. Zkontrolujte projekt v aplikaci Projects Manager.
unknown-title =
    { $operation ->
        [start] Není jisté, zda se projekt { $project } spustil
        [stop] Není jisté, zda se projekt { $project } zastavil
       *[switch] Není jisté, zda se přepnulo na projekt { $project }
    }

## Why an operation is not carried out now

refused-title =
    { $operation ->
        [start] Projekt { $project } teď nelze spustit
        [stop] Projekt { $project } teď nelze zastavit
       *[switch] Na projekt { $project } teď nelze přepnout
    }
not-allowed-title =
    { $operation ->
        [start] Projekt { $project } není povoleno spustit
        [stop] Projekt { $project } není povoleno zastavit
       *[switch] Na projekt { $project } není povoleno přepnout
    }
refusal-not-allowed = Konfigurace tohoto počítače to nepovoluje.
refusal-managed = Co je připnuto nahoře, určuje vaše organizace.
refusal-not-configured = Projekt už není v konfiguraci.
refusal-unreachable = Server { $server } je nedostupný. Právě se zkouší znovu.
refusal-unknown = Stav projektu { $project } není znám. Počkejte, až se zobrazí.
refusal-busy =
    { $operation ->
        [start] Projekt { $project } se spouští. Počkejte na dokončení.
        [stop] Projekt { $project } se zastavuje. Počkejte na dokončení.
       *[switch] Přepíná se na projekt { $project }. Počkejte na dokončení.
    }
refusal-status =
    { $status ->
        [stopped] Projekt { $project } je zastaven.
        [stopping] Projekt { $project } se zastavuje.
        [starting] Projekt { $project } se spouští.
       *[running] Projekt { $project } běží.
    }
refusal-would-stop = Mohlo by to zastavit projekt { $project } a konfigurace tohoto počítače to nepovoluje.

## Questions before something is done

question-title =
    { $operation ->
        [start] Spustit projekt { $project }?
        [stop] Zastavit projekt { $project }?
       *[switch] Přepnout na projekt { $project }?
    }
question-start = Spustí se na serveru { $server }.
question-stop = Na serveru { $server } běží a zastaví se.
question-stop-idle = Zastaví se na serveru { $server }.
question-switch = Na serveru { $server } se zastaví: { $names }.
question-switch-unsure = Na serveru { $server } možná běží a zastavilo by se: { $names }.
question-switch-idle = Vše ostatní, co běží na serveru { $server }, se zastaví.
names-joined = { $first }, { $rest }
names-and-more =
    { $number ->
        [one] { $number } další
        [few] { $number } další
       *[other] { $number } dalších
    }
question-keep-running = Nechat běžet
question-keep = Ponechat { $project }
question-refrain =
    { $operation ->
        [start] Nespouštět
        [stop] Nezastavovat
       *[switch] Nepřepínat
    }
question-remove-title = Odebrat { $name }?
question-remove-yes = Odebrat { $name }
question-remove-project = Zmizí ze seznamu i se svými akcemi na jedno kliknutí.
question-remove-server =
    { $number ->
        [one] Zmizí ze seznamu s { $number } projektem a jeho akcemi na jedno kliknutí.
        [few] Zmizí ze seznamu se { $number } projekty a jejich akcemi na jedno kliknutí.
       *[other] Zmizí ze seznamu s { $number } projekty a jejich akcemi na jedno kliknutí.
    }
question-remove-empty-server = Zmizí ze seznamu.
question-remove-harmless = Na serveru se nic nezastaví a žádné soubory se nesmažou.
question-whole =
    { $title }

    { $body }

    OK: { $yes }

## Notices

stopped-title = Projekt { $project } se zastavil
stopped-body = Na serveru { $server } už neběží.
started-title = Projekt { $project } běží
started-body = Nyní běží na serveru { $server }.
recovered-title =
    { $status ->
        [stopped] Projekt { $project } je zastaven
        [stopping] Projekt { $project } se zastavuje
        [starting] Projekt { $project } se spouští
       *[running] Projekt { $project } běží
    }
recovered-body = Na serveru { $server } je opět v pořádku.
server-down-title = Server { $server } je nedostupný
server-up-title = Server { $server } je opět dostupný
server-up-body = Znovu odpovídá.
unstable-title = { $name }: stav je nestálý
unstable-project-body = Stav na serveru { $server } se stále mění. Výsledek se oznámí, až bude minutu v klidu.
unstable-server-body = Spojení se stále ztrácí a obnovuje. Výsledek se oznámí, až bude minutu v klidu.
unwatched-title =
    { $operation ->
        [start] Spuštění projektu { $project } se dál nesleduje
        [stop] Zastavení projektu { $project } se dál nesleduje
       *[switch] Přepnutí na projekt { $project } se dál nesleduje
    }
unwatched-body = Projekt { $project } už na serveru { $server } není v konfiguraci. Výsledek ověřte v aplikaci Projects Manager.
monitor-silent-title = Sledování se zastavilo
monitor-silent-body = Zobrazené údaje nejsou aktuální. { $remedy }
configuration-broken-body = { $first } – Vše je uvedeno v nabídce; opravte soubor a uložte ho, načte se sám.
configuration-broken-more-body =
    { $number ->
        [one] { $first } … a { $number } další – Vše je uvedeno v nabídce; opravte soubor a uložte ho, načte se sám.
        [few] { $first } … a { $number } další – Vše je uvedeno v nabídce; opravte soubor a uložte ho, načte se sám.
       *[other] { $first } … a { $number } dalších – Vše je uvedeno v nabídce; opravte soubor a uložte ho, načte se sám.
    }
not-saved-title = Konfigurace se nezměnila
not-opened-title = Konfiguraci nelze otevřít
file-none-in-demo = Toto je ukázka: nemá konfigurační soubor. Spusťte PEKAT Tray bez přepínače --demo.
file-cannot-be-shown = { $path } nelze otevřít: { $reason }. Otevřete soubor v textovém editoru.
managed-title = Spravuje vaše organizace
managed-body = O tom, které servery a projekty se zobrazují, rozhoduje vaše organizace. Obraťte se na správce.
for-all-users-title = Nastaveno pro všechny uživatele
for-all-users-body = Platí pro všechny uživatele tohoto počítače. O změnu požádejte jeho správce.
not-changed-title = Není povoleno
found-title =
    { $number ->
        [one] V tomto počítači byl nalezen { $number } projekt
        [few] V tomto počítači byly nalezeny { $number } projekty
       *[other] V tomto počítači bylo nalezeno { $number } projektů
    }
found-body =
    { $number ->
        [one] Přidáte ho v nabídce.
        [few] Přidáte je v nabídce.
       *[other] Přidáte je v nabídce.
    }
autostart-for-all-title = Spouští se s Windows pro všechny uživatele
autostart-for-all-body = Vypněte PEKAT Tray pro sebe ve Správci úloh v části „Aplikace po spuštění“, nebo se obraťte na správce.
autostart-managed-body = Určuje to vaše organizace. Obraťte se na správce.
autostart-not-set-title = Spouštění se systémem Windows se nezměnilo
autostart-not-set-body = Windows hlásí: { $reason }. Zapněte nebo vypněte spouštění ve Správci úloh v části „Aplikace po spuštění“.

## Many changes in one notice

digest-faults =
    { $number ->
        [one] { $number } projekt v poruše
        [few] { $number } projekty v poruše
       *[other] { $number } projektů v poruše
    }
digest-unreachable =
    { $number ->
        [one] { $number } server nedostupný
        [few] { $number } servery nedostupné
       *[other] { $number } serverů nedostupných
    }
digest-unstable = { $number } v nestálém stavu
digest-stopped =
    { $number ->
        [one] { $number } projekt zastaven
        [few] { $number } projekty zastaveny
       *[other] { $number } projektů zastaveno
    }
digest-back =
    { $number ->
        [one] { $number } server opět dostupný
        [few] { $number } servery opět dostupné
       *[other] { $number } serverů opět dostupných
    }
digest-well =
    { $number ->
        [one] { $number } projekt opět v pořádku
        [few] { $number } projekty opět v pořádku
       *[other] { $number } projektů opět v pořádku
    }
digest-started =
    { $number ->
        [one] { $number } projekt spuštěn
        [few] { $number } projekty spuštěny
       *[other] { $number } projektů spuštěno
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } další změna
        [few] { $first }, { $number } další změny
       *[other] { $first }, { $number } dalších změn
    }
digest-line = { $first }: { $rest }
digest-names =
    { $number ->
        [one] { $names } a { $number } další
        [few] { $names } a { $number } další
       *[other] { $names } a { $number } dalších
    }

## Notices that are not wanted for a while

menu-snooze-hour = Ztlumit na 1 hodinu
menu-snooze-tomorrow = Ztlumit do zítřka, { $time }
menu-snoozed = Ztlumeno do { $time }
menu-end-snooze = Zrušit ztlumení
toast-open-menu = Otevřít nabídku
not-copied-title = Cesta projektu { $project } se nezkopírovala
not-copied-body = Schránku používá jiný program: { $reason }. Zkuste to znovu.
page-not-opened-title = Stránku projektu { $project } nelze otevřít
page-not-opened-body = { $page } nelze otevřít: { $reason }. Otevřete stránku v prohlížeči.

## About, and the start of the program

about-title = PEKAT Tray { $version }
about =
    Zobrazuje, spouští, zastavuje a přepíná projekty PEKAT VISION.
    Nezávislý program; výrobce PEKAT VISION ho nevytvořil ani neschválil.

    Licence: MIT nebo Apache-2.0
about-commit = Commit: { $commit }
about-configuration = Konfigurace: { $path }
about-log = Protokol: { $path }
about-managed = Spravuje vaše organizace: { $list }
about-ignored = Neplatné zásady, které se ignorují:
about-show-licences = Licence…
about-show-log = Protokol…
already-running = PEKAT Tray už běží. Jeho ikona je v oznamovací oblasti na hlavním panelu.

## pekatctl

configuration-fine = { $path }: v pořádku, { $counts }
configuration-missing = { $path } neexistuje; nic není nastaveno
servers-counted =
    { $number ->
        [one] { $number } server
        [few] { $number } servery
       *[other] { $number } serverů
    }
projects-counted =
    { $number ->
        [one] { $number } projekt
        [few] { $number } projekty
       *[other] { $number } projektů
    }
actions-counted =
    { $number ->
        [one] { $number } akce
        [few] { $number } akce
       *[other] { $number } akcí
    }
found-in-folder = složka
found-on-page = webová stránka
