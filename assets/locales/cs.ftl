condition-status =
    { $status ->
        [stopped] Zastaven
        [stopping] Zastavuje se…
        [starting] Spouští se…
       *[running] Běží
    }
unreachable-refused = Na adrese { $address } nikdo nenaslouchá. Spusťte tam Projects Manager a zapněte jeho TCP server.
