named-condition = { $name } — { $condition }
condition-status =
    { $status ->
        [stopped] Arrestato
        [stopping] Arresto in corso…
        [starting] Avvio in corso…
       *[running] In esecuzione
    }
condition-connecting = Connessione in corso…
condition-unreachable = Non raggiungibile
condition-no-news = Nessun dato
condition-no-news-since = Nessun dato (ultimo: { $time })
condition-silent = Nessuna risposta
condition-pending =
    { $operation ->
        [start] Avvio in corso…
        [stop] Arresto in corso…
       *[switch] Passaggio in corso…
    }
condition-pending-lost =
    { $operation ->
        [start] Avvio in corso… (nessuna risposta, in osservazione)
        [stop] Arresto in corso… (nessuna risposta, in osservazione)
       *[switch] Passaggio in corso… (nessuna risposta, in osservazione)
    }
condition-not-found = Non trovato
condition-not-understood = Comando sconosciuto
condition-refused = Rifiutato
condition-unexpected = Risposta imprevista
condition-stuck-in-starting = Bloccato in avvio
condition-stuck-in-stopping = Bloccato in arresto
condition-should-be-running = Dovrebbe essere in esecuzione
condition-should-be-stopped = Dovrebbe essere arrestato
condition-port-in-use = Porta in uso
condition-failed =
    { $operation ->
        [start] Avvio non riuscito
        [stop] Arresto non riuscito
       *[switch] Passaggio non riuscito
    }

counted-at-fault = { $number } in anomalia
counted-unreachable =
    { $number ->
        [one] { $number } non raggiungibile
       *[other] { $number } non raggiungibili
    }
counted-without-news = { $number } senza dati
counted-changing = { $number } in transizione
counted-running = { $number } in esecuzione
counted-stopped =
    { $number ->
        [one] { $number } arrestato
       *[other] { $number } arrestati
    }
counts-joined = { $first }, { $rest }

server-unreachable-brief = { $server } non raggiungibile
parts-joined = { $first }; { $rest }

no-projects = Nessun progetto configurato
loading = Lettura della configurazione…
configuration-broken = La configurazione contiene errori
monitor-silent = Monitoraggio interrotto: i dati mostrati non sono aggiornati
monitor-silent-remedy = Se non si risolve da sé, scegliere Esci e riavviare PEKAT Tray.
menu-operation =
    { $operation ->
        [start] Avvia
        [stop] Arresta
       *[switch] Passa a questo
    }
menu-pin =
    { $operation ->
        [start] Fissa “Avvia” in alto
        [stop] Fissa “Arresta” in alto
       *[switch] Fissa “Passa a questo” in alto
    }
menu-unpin =
    { $operation ->
        [start] Rimuovi “Avvia” dall’alto
        [stop] Rimuovi “Arresta” dall’alto
       *[switch] Rimuovi “Passa a questo” dall’alto
    }
menu-details = Dettagli…
menu-scan = Scansione codice…
menu-copy-path = Copia percorso
menu-open-page = Apri pagina del progetto
menu-needs-attention = Richiede attenzione
menu-no-fault = Anomalia risolta
menu-more-faults =
    { $number ->
        [one] … e { $number } altro in anomalia
       *[other] … e altri { $number } in anomalia
    }
menu-on-server = { $project } ({ $server })
menu-switch-to = Passa a
menu-recent = Recenti
menu-all = Tutti
menu-refresh = Aggiorna ora
menu-open-configuration = Apri configurazione
menu-managed = Gestito dall’organizzazione
menu-add-or-remove = Aggiungi o rimuovi
menu-add-project = Aggiungi progetto…
menu-add-server = Aggiungi server…
menu-find-projects = Trova progetti…
menu-remove-server = Rimuovi server
menu-remove-this-server = Rimuovi server…
menu-remove = Rimuovi…
menu-add-found =
    { $number ->
        [one] Aggiungi il progetto trovato su questo computer…
       *[other] Aggiungi i { $number } progetti trovati su questo computer…
    }
menu-autostart = Avvia con Windows
menu-autostart-turned-off = Avvia con Windows (disattivato in Gestione attività)
menu-autostart-for-all = Avvia con Windows (impostato per tutti gli utenti)
menu-autostart-managed = Avvia con Windows (gestito dall’organizzazione)
menu-about = Informazioni su PEKAT Tray { $version }
menu-exit = Esci
menu-icons-folded =
    { $number ->
        [one] Un’unica icona: più di { $number } non ci sta
       *[other] Un’unica icona: più di { $number } non ci stanno
    }
icon-named = { $name }: { $says }
menu-more = Altro ({ $number })
menu-from-to = { $first } … { $last }
and-more =
    { $number ->
        [one] … e { $number } altro
       *[other] … e altri { $number }
    }

hotkeys-taken = Tasti di scelta rapida usati da un altro programma:
hotkeys-remedy = Chiudere quel programma o impostare un’altra combinazione in `hotkey` nella configurazione.
hotkey-taken-title = { $hotkey } già in uso
hotkey-taken-body = Un altro programma usa questa combinazione, che quindi non esegue “{ $action }”. { $remedy }
hotkeys-taken-title =
    { $number ->
        [one] { $number } tasto di scelta rapida già in uso
       *[other] { $number } tasti di scelta rapida già in uso
    }
hotkeys-taken-body = Li usa un altro programma: { $list }. { $remedy }

scan-title = Scansione – PEKAT Tray
scan-prompt = Leggere un codice oppure digitarlo e premere Invio.
scan-elsewhere = I codici vanno a un’altra finestra: fare clic qui prima di leggere.
scan-ready = Pronto per la lettura
scan-close = Chiudi
unknown-code-title = Codice sconosciuto
unknown-code-body = Nessuna azione consentita qui ha il codice { $code }.
other-layout-title = Controllare il layout di tastiera
other-layout-body = Sembrano cifre in un altro layout di tastiera. Impostare nel lettore il paese della tastiera come il layout di tastiera di Windows.
scan-not-now = Non ora: { $reason }
scan-asked = In attesa di risposta: { $question }
scan-not-done = Non eseguito. { $condition }

add-server-title = Aggiungi un server
add-server-intro = Un computer in cui Projects Manager ha il server TCP attivo.
add-project-title = Aggiungi un progetto
add-project-intro = La cartella del progetto, così com’è sul disco del server.
find-projects-title = Aggiungi i progetti trovati
find-projects-intro = Ciò che è selezionato si aggiunge all’elenco. Nulla viene avviato o arrestato.
dialog-address = Indirizzo (host o host:porta)
dialog-name = Nome (facoltativo)
dialog-server = Server
dialog-folder = Cartella sul server
dialog-browse = Sfoglia…
dialog-add = Aggiungi
dialog-add-anyway = Aggiungi comunque
dialog-cancel = Annulla
this-computer = Questo computer
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Richiesta al server…
dialog-searching = Ricerca in corso…
dialog-saving = Salvataggio…
note-no-address = Immettere l’indirizzo, ad esempio { $example }.
note-not-an-address = “{ $text }” non è un indirizzo. Scrivere l’host, o host:porta, ad esempio { $example }.
note-not-a-port = “{ $text }” non è una porta. Usare un numero da 1 a 65535, ad esempio 7002.
note-address-taken = { $server } ha già questo indirizzo. Immetterne un altro.
note-name-too-long = Il nome supera { $number } caratteri. Abbreviarlo.
note-name-invisible = Il nome contiene un carattere invisibile. Scriverlo di nuovo.
note-name-taken = Il nome “{ $name }” è già in uso. Sceglierne un altro.
note-no-path = Immettere la cartella del progetto, ad esempio { $example }.
note-path-too-long = Il percorso è più lungo di quanto Windows consenta. Verificarlo.
note-path-invisible = Il percorso contiene un carattere invisibile. Scriverlo di nuovo.
note-path-not-full = Il percorso non è completo. Immettere il percorso completo della cartella sul server, ad esempio { $example }.
note-path-impossible = Il percorso di una cartella sul server non può contenere “{ $part }”. Correggerlo.
note-path-taken = Questo progetto c’è già, come “{ $project }”. Immettere un’altra cartella.
note-server-gone = Questo server non è più configurato. Sceglierne un altro.
note-not-a-manager = Ciò che risponde su { $address } non è un Projects Manager. Verificare la porta del suo server TCP.
note-not-found = { $address } non ha progetti in { $path }. Verificare che sia scritto bene, che il disco del server abbia questo percorso e che la cartella contenga { $file }.
note-refused = { $address } ha rifiutato: “{ $excerpt }”. Controllare il progetto in Projects Manager.
note-doubted = { $reason } Se è comunque corretto, scegliere “{ $button }”.
note-nothing-found = Nessuna novità trovata. Verificare che Projects Manager sia in esecuzione e che i suoi progetti siano in { $folder }, oppure scegliere “{ $menu }”.
note-nothing-picked = Nulla è selezionato. Selezionare ciò che va aggiunto.

unreachable-unknown-host = Nessun computer di nome { $host } trovato. Verificare l’indirizzo.
unreachable-refused = Nessun programma in ascolto su { $address }. Avviare lì Projects Manager, attivarne il server TCP e verificare che non sia impostato su un altro indirizzo dello stesso computer.
unreachable-no-route = La rete non arriva a { $address }. Verificare il cavo di rete e l’indirizzo.
unreachable-connect-timeout = { $address } non risponde. Verificare che il computer sia acceso e che il suo firewall consenta la porta.
unreachable-no-answer = { $address } accetta le connessioni ma non risponde. Controllare Projects Manager sul server.
unreachable-broken = { $address } interrompe la connessione. Controllare Projects Manager sul server.
unreachable-other = Impossibile connettersi a { $address }. Verificare la rete di questo computer.
trouble-stale = { $server } non risponde da qualche tempo per questo progetto. Controllare Projects Manager sul server.
trouble-silent = { $server } accetta le connessioni ma non risponde. È possibile che stia eseguendo un comando di un altro client.
trouble-not-found = Nessun progetto in { $path } su { $server }. Verificare il percorso e la cartella sul server.
trouble-unknown-command = { $server } non riconosce il comando. Verificare che { $address } sia il server TCP di un Projects Manager, versione 3.18 o successiva.
trouble-refused = { $server } ha rifiutato: “{ $excerpt }”. Controllare { $project } in Projects Manager.
trouble-unexpected = { $server } ha risposto “{ $excerpt }”: risposta sconosciuta. Verificare che { $address } sia il server TCP di un Projects Manager.
trouble-stuck-in-starting = { $project } è in avvio su { $server } da troppo tempo. Controllare in Projects Manager.
trouble-stuck-in-stopping = { $project } è in arresto su { $server } da troppo tempo. Controllare in Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] { $project } è arrestato su { $server }, ma la configurazione lo prevede in esecuzione. Avviarlo o modificare `expect` nella configurazione.
        [stopping] { $project } è in arresto su { $server }, ma la configurazione lo prevede in esecuzione. Avviarlo o modificare `expect` nella configurazione.
        [starting] { $project } è in avvio su { $server }, ma la configurazione lo prevede in esecuzione. Avviarlo o modificare `expect` nella configurazione.
       *[running] { $project } è in esecuzione su { $server } e la configurazione lo prevede in esecuzione. Avviarlo o modificare `expect` nella configurazione.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } è arrestato su { $server } e la configurazione lo prevede arrestato. Arrestarlo o modificare `expect` nella configurazione.
        [stopping] { $project } è in arresto su { $server }, ma la configurazione lo prevede arrestato. Arrestarlo o modificare `expect` nella configurazione.
        [starting] { $project } è in avvio su { $server }, ma la configurazione lo prevede arrestato. Arrestarlo o modificare `expect` nella configurazione.
       *[running] { $project } è in esecuzione su { $server }, ma la configurazione lo prevede arrestato. Arrestarlo o modificare `expect` nella configurazione.
    }
trouble-port-in-use = La porta è già in uso. Arrestare il progetto che usa la stessa porta o assegnare un’altra porta a { $project } in Projects Manager.
trouble-given-up = Nessun invio: il computer era in sospensione o c’è stato un altro impedimento. Riprovare.
trouble-not-sent = Nessun invio. { $reason }
trouble-no-answer = Richiesta inviata, ma { $server } non ha risposto. Prima di riprovare, controllare il progetto sul server o il suo stato qui.
whereabouts =
    { $path }
    su { $server }, { $address }

action-name =
    { $operation ->
        [start] Avvia { $project }
        [stop] Arresta { $project }
       *[switch] Passa a { $project }
    }
agreed =
    { $operation ->
        [start] { $server } ha accettato di avviare { $project }.
        [stop] { $server } ha accettato di arrestare { $project }.
       *[switch] { $server } è passato a { $project }.
    }
done-title =
    { $operation ->
        [start] { $project } è in esecuzione
        [stop] { $project } è arrestato
       *[switch] Passaggio a { $project } riuscito
    }
done-body =
    { $operation ->
        [start] Avviato su { $server }.
        [stop] Arrestato su { $server }.
       *[switch] Ora è in esecuzione su { $server }.
    }
already-title =
    { $operation ->
        [start] { $project } è già in esecuzione
        [stop] { $project } è già arrestato
       *[switch] { $project } è già in esecuzione
    }
already-body = Era già così su { $server }; nessun invio.
called-off-title =
    { $operation ->
        [start] Avvio di { $project } annullato
        [stop] Arresto di { $project } annullato
       *[switch] Passaggio a { $project } annullato
    }
called-off-body = L’arresto richiesto su { $server } è arrivato prima della fine.
could-not-title =
    { $operation ->
        [start] Impossibile avviare { $project }
        [stop] Impossibile arrestare { $project }
       *[switch] Impossibile passare a { $project }
    }
settled-body =
    { $status ->
        [stopped] { $server } ha accettato, ma il progetto è arrestato. Controllare in Projects Manager.
        [stopping] { $server } ha accettato, ma il progetto è in arresto. Controllare in Projects Manager.
        [starting] { $server } ha accettato, ma il progetto è in avvio. Controllare in Projects Manager.
       *[running] { $server } ha accettato, ma il progetto è in esecuzione. Controllare in Projects Manager.
    }
unsettled-body = { $server } ha accettato, ma il progetto non ha ancora terminato. Controllare in Projects Manager.
unknown-title =
    { $operation ->
        [start] Avvio di { $project }: esito sconosciuto
        [stop] Arresto di { $project }: esito sconosciuto
       *[switch] Passaggio a { $project }: esito sconosciuto
    }

refused-title =
    { $operation ->
        [start] Avvio di { $project } ora non possibile
        [stop] Arresto di { $project } ora non possibile
       *[switch] Passaggio a { $project } ora non possibile
    }
not-allowed-title =
    { $operation ->
        [start] Avvio di { $project } non consentito
        [stop] Arresto di { $project } non consentito
       *[switch] Passaggio a { $project } non consentito
    }
refusal-not-allowed = La configurazione di questo computer non lo consente.
refusal-managed = È l’organizzazione a stabilire che cosa è fissato in alto.
refusal-not-configured = Il progetto non è più configurato.
refusal-unreachable = { $server } non è raggiungibile. Nuovo tentativo in corso.
refusal-unknown = Lo stato di { $project } non è noto. Attendere che sia mostrato.
refusal-busy =
    { $operation ->
        [start] { $project } è in avvio. Attendere la fine.
        [stop] { $project } è in arresto. Attendere la fine.
       *[switch] Passaggio a { $project } in corso. Attendere la fine.
    }
refusal-status =
    { $status ->
        [stopped] { $project } è arrestato.
        [stopping] { $project } è in arresto.
        [starting] { $project } è in avvio.
       *[running] { $project } è in esecuzione.
    }
refusal-would-stop = Potrebbe arrestare { $project } e la configurazione di questo computer non lo consente.

question-title =
    { $operation ->
        [start] Avviare { $project }?
        [stop] Arrestare { $project }?
       *[switch] Passare a { $project }?
    }
question-start = Verrà avviato su { $server }.
question-stop = È in esecuzione su { $server } e verrà arrestato.
question-stop-idle = Verrà arrestato su { $server }.
question-switch = Verrà arrestato su { $server }: { $names }.
question-switch-unsure = Forse è in esecuzione su { $server } e verrebbe arrestato: { $names }.
question-switch-idle = Qualsiasi altro progetto in esecuzione su { $server } verrà arrestato.
names-joined = { $first }, { $rest }
names-and-more =
    { $number ->
        [one] e { $number } altro
       *[other] e altri { $number }
    }
question-keep-running = Lascia in esecuzione
question-keep = Mantieni { $project }
question-refrain =
    { $operation ->
        [start] Non avviare
        [stop] Non arrestare
       *[switch] Non cambiare
    }
question-remove-title = Rimuovere { $name }?
question-remove-yes = Rimuovi { $name }
question-remove-project = Scompare dall’elenco, con le sue azioni a un clic.
question-remove-server =
    { $number ->
        [one] Scompare dall’elenco con { $number } progetto e le sue azioni a un clic.
       *[other] Scompare dall’elenco con { $number } progetti e le loro azioni a un clic.
    }
question-remove-empty-server = Scompare dall’elenco.
question-remove-harmless = Sul server non si arresta nulla e nessun file viene eliminato.
question-whole =
    { $title }

    { $body }

    OK: { $yes }

stopped-title = { $project } si è arrestato
stopped-body = Non è più in esecuzione su { $server }.
started-title = { $project } è in esecuzione
started-body = Ora è in esecuzione su { $server }.
recovered-title =
    { $status ->
        [stopped] { $project } è arrestato
        [stopping] { $project } è in arresto
        [starting] { $project } è in avvio
       *[running] { $project } è in esecuzione
    }
recovered-body = Anomalia risolta su { $server }.
server-down-title = { $server } non raggiungibile
server-up-title = { $server } di nuovo raggiungibile
server-up-body = Risponde di nuovo.
unstable-title = { $name } instabile
unstable-project-body = Cambia di continuo su { $server }. L’esito sarà comunicato quando resterà stabile per un minuto.
unstable-server-body = Va e viene. L’esito sarà comunicato quando resterà stabile per un minuto.
unwatched-title =
    { $operation ->
        [start] Avvio di { $project }: non più monitorato
        [stop] Arresto di { $project }: non più monitorato
       *[switch] Passaggio a { $project }: non più monitorato
    }
unwatched-body = { $project } non è più configurato su { $server }. Verificare l’esito in Projects Manager.
monitor-silent-title = Monitoraggio interrotto
monitor-silent-body = I dati mostrati non sono aggiornati. { $remedy }
configuration-broken-body = { $first } – Tutto è riportato nel menu; correggere e salvare il file: verrà riletto da sé.
configuration-broken-more-body =
    { $number ->
        [one] { $first } … e { $number } altro – Tutto è riportato nel menu; correggere e salvare il file: verrà riletto da sé.
       *[other] { $first } … e altri { $number } – Tutto è riportato nel menu; correggere e salvare il file: verrà riletto da sé.
    }
not-saved-title = La configurazione non è stata modificata
not-opened-title = Impossibile aprire la configurazione
file-none-in-demo = Questa è la dimostrazione: non ha un file di configurazione. Avviare PEKAT Tray senza --demo.
file-cannot-be-shown = Impossibile aprire { $path }: { $reason }. Aprirlo con un editor di testo.
managed-title = Gestito dall’organizzazione
managed-body = L’organizzazione decide quali server e progetti sono mostrati. Rivolgersi all’amministratore.
for-all-users-title = Impostato per tutti gli utenti
for-all-users-body = È impostato per tutti gli utenti di questo computer. Chiedere la modifica al suo amministratore.
not-changed-title = Non consentito
found-title =
    { $number ->
        [one] { $number } progetto trovato su questo computer
       *[other] { $number } progetti trovati su questo computer
    }
found-body =
    { $number ->
        [one] Aprire il menu per aggiungerlo.
       *[other] Aprire il menu per aggiungerli.
    }
autostart-for-all-title = Avvio con Windows per tutti gli utenti
autostart-for-all-body = Disattivare PEKAT Tray per il proprio account in Gestione attività, “App di avvio”, o rivolgersi all’amministratore.
autostart-managed-body = Lo decide l’organizzazione. Rivolgersi all’amministratore.
autostart-not-set-title = Avvio con Windows non modificato
autostart-not-set-body = Messaggio di Windows: { $reason }. Attivarlo o disattivarlo in Gestione attività, “App di avvio”.

digest-faults =
    { $number ->
        [one] { $number } progetto in anomalia
       *[other] { $number } progetti in anomalia
    }
digest-unreachable =
    { $number ->
        [one] { $number } server non raggiungibile
       *[other] { $number } server non raggiungibili
    }
digest-unstable =
    { $number ->
        [one] { $number } instabile
       *[other] { $number } instabili
    }
digest-stopped =
    { $number ->
        [one] { $number } progetto arrestato
       *[other] { $number } progetti arrestati
    }
digest-back =
    { $number ->
        [one] { $number } server di nuovo raggiungibile
       *[other] { $number } server di nuovo raggiungibili
    }
digest-well =
    { $number ->
        [one] { $number } progetto ripristinato
       *[other] { $number } progetti ripristinati
    }
digest-started =
    { $number ->
        [one] { $number } progetto avviato
       *[other] { $number } progetti avviati
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } altro cambiamento
       *[other] { $first }, altri { $number } cambiamenti
    }
digest-line = { $first }: { $rest }
digest-names =
    { $number ->
        [one] { $names } e { $number } altro
       *[other] { $names } e altri { $number }
    }

menu-snooze-hour = Silenzia per 1 ora
menu-snooze-tomorrow = Silenzia fino a domani, { $time }
menu-snoozed = Notifiche silenziate fino alle { $time }
menu-end-snooze = Riattiva notifiche
toast-open-menu = Apri menu
not-copied-title = Percorso di { $project } non copiato
not-copied-body = Un altro programma occupa gli Appunti: { $reason }. Riprovare.
page-not-opened-title = Impossibile aprire la pagina di { $project }
page-not-opened-body = Impossibile aprire { $page }: { $reason }. Aprirla in un browser.

about-title = PEKAT Tray { $version }
about =
    Mostra, avvia, arresta e cambia i progetti PEKAT VISION.
    Programma indipendente, non realizzato né approvato dal produttore di PEKAT VISION.

    Licenza: MIT o Apache-2.0
about-commit = Commit: { $commit }
about-configuration = Configurazione: { $path }
about-log = Log: { $path }
about-managed = Gestito dall’organizzazione: { $list }
about-ignored = Criteri non validi, ignorati:
about-show-licences = Licenze…
about-show-log = Log…
already-running = PEKAT Tray è già in esecuzione. La sua icona è nell’area di notifica della barra delle applicazioni.

configuration-fine = { $path }: nessun errore, { $counts }
configuration-missing = { $path } non esiste; non è configurato nulla
servers-counted = { $number } server
projects-counted =
    { $number ->
        [one] { $number } progetto
       *[other] { $number } progetti
    }
actions-counted =
    { $number ->
        [one] { $number } azione
       *[other] { $number } azioni
    }
found-in-folder = cartella
found-on-page = pagina web
