named-condition = { $name } — { $condition }
condition-status =
    { $status ->
        [stopped] Detenido
        [stopping] Deteniendo…
        [starting] Iniciando…
       *[running] En ejecución
    }
condition-connecting = Conectando…
condition-unreachable = Sin comunicación
condition-no-news = Sin datos
condition-no-news-since = Sin datos (último: { $time })
condition-silent = Sin respuesta
condition-pending =
    { $operation ->
        [start] Iniciando…
        [stop] Deteniendo…
       *[switch] Cambiando…
    }
condition-pending-lost =
    { $operation ->
        [start] Iniciando… (sin respuesta, en observación)
        [stop] Deteniendo… (sin respuesta, en observación)
       *[switch] Cambiando… (sin respuesta, en observación)
    }
condition-not-found = No encontrado
condition-not-understood = Comando desconocido
condition-refused = Rechazado
condition-unexpected = Respuesta inesperada
condition-stuck-in-starting = Bloqueado al iniciarse
condition-stuck-in-stopping = Bloqueado al detenerse
condition-should-be-running = Debería estar en ejecución
condition-should-be-stopped = Debería estar detenido
condition-port-in-use = Puerto en uso
condition-failed =
    { $operation ->
        [start] Error al iniciar
        [stop] Error al detener
       *[switch] Error al cambiar
    }

counted-at-fault = { $number } con fallo
counted-unreachable = { $number } sin comunicación
counted-without-news = { $number } sin datos
counted-changing = { $number } en transición
counted-running = { $number } en ejecución
counted-stopped =
    { $number ->
        [one] { $number } detenido
       *[other] { $number } detenidos
    }
counts-joined = { $first }, { $rest }

server-unreachable-brief = { $server } sin comunicación
parts-joined = { $first }; { $rest }

no-projects = No hay proyectos configurados
loading = Leyendo la configuración…
configuration-broken = La configuración tiene errores
monitor-silent = Supervisión detenida: lo que se muestra no está actualizado
monitor-silent-remedy = Si no se resuelve solo, elija Salir y vuelva a iniciar PEKAT Tray.
menu-operation =
    { $operation ->
        [start] Iniciar
        [stop] Detener
       *[switch] Cambiar a este
    }
menu-pin =
    { $operation ->
        [start] Anclar «Iniciar» arriba
        [stop] Anclar «Detener» arriba
       *[switch] Anclar «Cambiar a este» arriba
    }
menu-unpin =
    { $operation ->
        [start] Desanclar «Iniciar»
        [stop] Desanclar «Detener»
       *[switch] Desanclar «Cambiar a este»
    }
menu-details = Detalles…
menu-scan = Escanear código…
menu-copy-path = Copiar ruta
menu-open-page = Abrir página del proyecto
menu-needs-attention = Requiere atención
menu-no-fault = Fallo resuelto
menu-more-faults = … y { $number } más con fallo
menu-on-server = { $project } ({ $server })
menu-switch-to = Cambiar a
menu-recent = Recientes
menu-all = Todos
menu-refresh = Actualizar ahora
menu-open-configuration = Abrir configuración
menu-managed = Administrado por su organización
menu-add-or-remove = Añadir o quitar
menu-add-project = Añadir proyecto…
menu-add-server = Añadir servidor…
menu-find-projects = Buscar proyectos…
menu-remove-server = Quitar servidor
menu-remove-this-server = Quitar servidor…
menu-remove = Quitar…
menu-add-found =
    { $number ->
        [one] Añadir el proyecto encontrado en este equipo…
       *[other] Añadir los { $number } proyectos encontrados en este equipo…
    }
menu-autostart = Iniciar con Windows
menu-autostart-turned-off = Iniciar con Windows (desactivado en el Administrador de tareas)
menu-autostart-for-all = Iniciar con Windows (definido para todos los usuarios)
menu-autostart-managed = Iniciar con Windows (administrado por su organización)
menu-about = Acerca de PEKAT Tray { $version }
menu-exit = Salir
menu-icons-folded = Un solo icono para todo: más de { $number } no caben
icon-named = { $name }: { $says }
menu-more = Más ({ $number })
menu-from-to = { $first } … { $last }
and-more = … y { $number } más

hotkeys-taken = Teclas de acceso rápido que usa otro programa:
hotkeys-remedy = Cierre ese programa o defina otra combinación en `hotkey` en la configuración.
hotkey-taken-title = { $hotkey } ya está en uso
hotkey-taken-body = Otro programa usa esta combinación, por lo que no ejecuta «{ $action }». { $remedy }
hotkeys-taken-title =
    { $number ->
        [one] { $number } tecla de acceso rápido ya en uso
       *[other] { $number } teclas de acceso rápido ya en uso
    }
hotkeys-taken-body = Las usa otro programa: { $list }. { $remedy }

scan-title = Escanear – PEKAT Tray
scan-prompt = Escanee un código, o escríbalo y pulse Entrar.
scan-elsewhere = Los códigos van a otra ventana: haga clic aquí antes de escanear.
scan-ready = Listo para escanear
scan-close = Cerrar
unknown-code-title = Código desconocido
unknown-code-body = Ninguna acción permitida aquí tiene el código { $code }.
other-layout-title = Compruebe la distribución del teclado
other-layout-body = Parecen dígitos en otra distribución del teclado. Configure en el lector el país del teclado igual que en Windows.
scan-not-now = Ahora no: { $reason }
scan-asked = En espera de su respuesta: { $question }
scan-not-done = No se ha ejecutado. { $condition }

add-server-title = Añadir un servidor
add-server-intro = Un equipo en el que Projects Manager tiene activado su servidor TCP.
add-project-title = Añadir un proyecto
add-project-intro = La carpeta del proyecto, tal como está en el disco del servidor.
find-projects-title = Añadir proyectos encontrados
find-projects-intro = Lo marcado se añade a la lista. No se inicia ni se detiene nada.
dialog-address = Dirección (host o host:puerto)
dialog-name = Nombre (opcional)
dialog-server = Servidor
dialog-folder = Carpeta en el servidor
dialog-browse = Examinar…
dialog-add = Añadir
dialog-add-anyway = Añadir de todos modos
dialog-cancel = Cancelar
this-computer = Este equipo
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Consultando al servidor…
dialog-searching = Buscando…
dialog-saving = Guardando…
note-no-address = Escriba la dirección, por ejemplo { $example }.
note-not-an-address = «{ $text }» no es una dirección. Escriba el host, o host:puerto, por ejemplo { $example }.
note-not-a-port = «{ $text }» no es un puerto. Use un número de 1 a 65535, por ejemplo 7002.
note-address-taken = { $server } ya tiene esta dirección. Escriba otra.
note-name-too-long = El nombre tiene más de { $number } caracteres. Acórtelo.
note-name-invisible = El nombre contiene un carácter invisible. Escríbalo de nuevo.
note-name-taken = El nombre «{ $name }» ya se usa. Elija otro.
note-no-path = Escriba la carpeta del proyecto, por ejemplo { $example }.
note-path-too-long = La ruta es más larga de lo que permite Windows. Compruébela.
note-path-invisible = La ruta contiene un carácter invisible. Escríbala de nuevo.
note-path-not-full = La ruta no está completa. Escriba la ruta completa de la carpeta en el servidor, por ejemplo { $example }.
note-path-impossible = La ruta de una carpeta del servidor no puede contener «{ $part }». Corríjala.
note-path-taken = Este proyecto ya está, como «{ $project }». Escriba otra carpeta.
note-server-gone = Este servidor ya no está configurado. Elija otro.
note-not-a-manager = Lo que responde en { $address } no es un Projects Manager. Compruebe el puerto de su servidor TCP.
note-not-found = { $address } no tiene ningún proyecto en { $path }. Compruebe que esté bien escrito, que el disco del servidor tenga esa ruta y que la carpeta contenga { $file }.
note-refused = { $address } rechazó la petición: «{ $excerpt }». Revise el proyecto en Projects Manager.
note-doubted = { $reason } Si aun así es correcto, elija «{ $button }».
note-nothing-found = No se encontró nada nuevo. Compruebe que Projects Manager esté en marcha y que sus proyectos estén en { $folder }, o elija «{ $menu }».
note-nothing-picked = No hay nada marcado. Marque lo que deba añadirse.

unreachable-unknown-host = No se encuentra ningún equipo llamado { $host }. Compruebe la dirección.
unreachable-refused = Ningún programa escucha en { $address }. Inicie allí Projects Manager, active su servidor TCP y compruebe que no esté configurado con otra dirección de ese equipo.
unreachable-no-route = La red no llega a { $address }. Compruebe el cable de red y la dirección.
unreachable-connect-timeout = { $address } no responde. Compruebe que el equipo esté encendido y que su firewall permita el puerto.
unreachable-no-answer = { $address } acepta conexiones, pero no responde. Revise Projects Manager en el servidor.
unreachable-broken = { $address } corta la conexión. Revise Projects Manager en el servidor.
unreachable-other = No se puede conectar con { $address }. Compruebe la red de este equipo.
trouble-stale = { $server } lleva un tiempo sin responder sobre este proyecto. Revise Projects Manager en el servidor.
trouble-silent = { $server } acepta conexiones, pero no responde. Es posible que esté ejecutando una orden de otro cliente.
trouble-not-found = { $server } no tiene ningún proyecto en { $path }. Compruebe la ruta y la carpeta en el servidor.
trouble-unknown-command = { $server } no reconoce el comando. Compruebe que { $address } sea el servidor TCP de un Projects Manager, versión 3.18 o posterior.
trouble-refused = { $server } rechazó la petición: «{ $excerpt }». Revise { $project } en Projects Manager.
trouble-unexpected = { $server } respondió «{ $excerpt }», una respuesta desconocida. Compruebe que { $address } sea el servidor TCP de un Projects Manager.
trouble-stuck-in-starting = { $project } lleva demasiado tiempo iniciándose en { $server }. Revíselo en Projects Manager.
trouble-stuck-in-stopping = { $project } lleva demasiado tiempo deteniéndose en { $server }. Revíselo en Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] { $project } está detenido en { $server }, pero la configuración espera que esté en ejecución. Inícielo o cambie `expect` en la configuración.
        [stopping] { $project } se está deteniendo en { $server }, pero la configuración espera que esté en ejecución. Inícielo o cambie `expect` en la configuración.
        [starting] { $project } se está iniciando en { $server }, pero la configuración espera que esté en ejecución. Inícielo o cambie `expect` en la configuración.
       *[running] { $project } está en ejecución en { $server } y la configuración espera que esté en ejecución. Inícielo o cambie `expect` en la configuración.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } está detenido en { $server } y la configuración espera que esté detenido. Deténgalo o cambie `expect` en la configuración.
        [stopping] { $project } se está deteniendo en { $server }, pero la configuración espera que esté detenido. Deténgalo o cambie `expect` en la configuración.
        [starting] { $project } se está iniciando en { $server }, pero la configuración espera que esté detenido. Deténgalo o cambie `expect` en la configuración.
       *[running] { $project } está en ejecución en { $server }, pero la configuración espera que esté detenido. Deténgalo o cambie `expect` en la configuración.
    }
trouble-port-in-use = Su puerto está en uso. Detenga el proyecto que usa el mismo puerto o asigne otro puerto a { $project } en Projects Manager.
trouble-given-up = No se envió nada: el equipo estuvo suspendido u otra cosa lo impidió. Inténtelo de nuevo.
trouble-not-sent = No se envió nada. { $reason }
trouble-no-answer = Se envió la petición, pero { $server } no respondió. Antes de volver a intentarlo, revise el proyecto en el servidor o su estado aquí.
whereabouts =
    { $path }
    en { $server }, { $address }

action-name =
    { $operation ->
        [start] Iniciar { $project }
        [stop] Detener { $project }
       *[switch] Cambiar a { $project }
    }
agreed =
    { $operation ->
        [start] { $server } aceptó iniciar { $project }.
        [stop] { $server } aceptó detener { $project }.
       *[switch] { $server } cambió a { $project }.
    }
done-title =
    { $operation ->
        [start] { $project } está en ejecución
        [stop] { $project } está detenido
       *[switch] Se cambió a { $project }
    }
done-body =
    { $operation ->
        [start] Iniciado en { $server }.
        [stop] Detenido en { $server }.
       *[switch] Ahora está en ejecución en { $server }.
    }
already-title =
    { $operation ->
        [start] { $project } ya está en ejecución
        [stop] { $project } ya está detenido
       *[switch] { $project } ya está en ejecución
    }
already-body = Ya estaba así en { $server }; no se envió nada.
called-off-title =
    { $operation ->
        [start] Inicio de { $project } cancelado
        [stop] Detención de { $project } cancelada
       *[switch] Cambio a { $project } cancelado
    }
called-off-body = La detención solicitada en { $server } llegó antes de que terminara.
could-not-title =
    { $operation ->
        [start] No se pudo iniciar { $project }
        [stop] No se pudo detener { $project }
       *[switch] No se pudo cambiar a { $project }
    }
settled-body =
    { $status ->
        [stopped] { $server } aceptó, pero el proyecto está detenido. Revíselo en Projects Manager.
        [stopping] { $server } aceptó, pero el proyecto se está deteniendo. Revíselo en Projects Manager.
        [starting] { $server } aceptó, pero el proyecto se está iniciando. Revíselo en Projects Manager.
       *[running] { $server } aceptó, pero el proyecto está en ejecución. Revíselo en Projects Manager.
    }
unsettled-body = { $server } aceptó, pero el proyecto aún no ha terminado. Revíselo en Projects Manager.
unknown-title =
    { $operation ->
        [start] Inicio de { $project }: resultado desconocido
        [stop] Detención de { $project }: resultado desconocido
       *[switch] Cambio a { $project }: resultado desconocido
    }

refused-title =
    { $operation ->
        [start] Ahora no se puede iniciar { $project }
        [stop] Ahora no se puede detener { $project }
       *[switch] Ahora no se puede cambiar a { $project }
    }
not-allowed-title =
    { $operation ->
        [start] No se permite iniciar { $project }
        [stop] No se permite detener { $project }
       *[switch] No se permite cambiar a { $project }
    }
refusal-not-allowed = La configuración de este equipo no lo permite.
refusal-managed = Su organización decide qué se ancla arriba.
refusal-not-configured = El proyecto ya no está configurado.
refusal-unreachable = Sin comunicación con { $server }. Se está reintentando.
refusal-unknown = No se conoce el estado de { $project }. Espere hasta que se muestre.
refusal-busy =
    { $operation ->
        [start] { $project } se está iniciando. Espere a que termine.
        [stop] { $project } se está deteniendo. Espere a que termine.
       *[switch] Se está cambiando a { $project }. Espere a que termine.
    }
refusal-status =
    { $status ->
        [stopped] { $project } está detenido.
        [stopping] { $project } se está deteniendo.
        [starting] { $project } se está iniciando.
       *[running] { $project } está en ejecución.
    }
refusal-would-stop = Podría detener { $project }, y la configuración de este equipo no lo permite.

question-title =
    { $operation ->
        [start] ¿Iniciar { $project }?
        [stop] ¿Detener { $project }?
       *[switch] ¿Cambiar a { $project }?
    }
question-start = Se iniciará en { $server }.
question-stop = Está en ejecución en { $server } y se detendrá.
question-stop-idle = Se detendrá en { $server }.
question-switch = Se detendrá en { $server }: { $names }.
question-switch-unsure = Quizá esté en ejecución en { $server } y se detendría: { $names }.
question-switch-idle = Cualquier otro proyecto en ejecución en { $server } se detendrá.
names-joined = { $first }, { $rest }
names-and-more = y { $number } más
question-keep-running = Dejar en ejecución
question-keep = Mantener { $project }
question-refrain =
    { $operation ->
        [start] No iniciar
        [stop] No detener
       *[switch] No cambiar
    }
question-remove-title = ¿Quitar { $name }?
question-remove-yes = Quitar { $name }
question-remove-project = Desaparece de la lista, con sus acciones de un clic.
question-remove-server =
    { $number ->
        [one] Desaparece de la lista con { $number } proyecto y sus acciones de un clic.
       *[other] Desaparece de la lista con { $number } proyectos y sus acciones de un clic.
    }
question-remove-empty-server = Desaparece de la lista.
question-remove-harmless = No se detiene nada en el servidor ni se borra ningún archivo.
question-whole =
    { $title }

    { $body }

    Aceptar: { $yes }

stopped-title = { $project } se ha detenido
stopped-body = Ya no está en ejecución en { $server }.
started-title = { $project } está en ejecución
started-body = Ahora está en ejecución en { $server }.
recovered-title =
    { $status ->
        [stopped] { $project } está detenido
        [stopping] { $project } se está deteniendo
        [starting] { $project } se está iniciando
       *[running] { $project } está en ejecución
    }
recovered-body = Fallo resuelto en { $server }.
server-down-title = { $server } sin comunicación
server-up-title = Comunicación con { $server } restablecida
server-up-body = Vuelve a responder.
unstable-title = { $name } inestable
unstable-project-body = Cambia una y otra vez en { $server }. Se informará del resultado cuando lleve un minuto estable.
unstable-server-body = Va y viene. Se informará del resultado cuando lleve un minuto estable.
unwatched-title =
    { $operation ->
        [start] Inicio de { $project }: ya sin supervisión
        [stop] Detención de { $project }: ya sin supervisión
       *[switch] Cambio a { $project }: ya sin supervisión
    }
unwatched-body = { $project } ya no está configurado en { $server }. Compruebe el resultado en Projects Manager.
monitor-silent-title = Supervisión detenida
monitor-silent-body = Lo que se muestra no está actualizado. { $remedy }
configuration-broken-body = { $first } – El menú lo muestra todo; corrija y guarde el archivo; se leerá solo.
configuration-broken-more-body = { $first } … y { $number } más – El menú lo muestra todo; corrija y guarde el archivo; se leerá solo.
not-saved-title = No se cambió la configuración
not-opened-title = No se puede abrir la configuración
file-none-in-demo = Esta es la demostración: no tiene archivo de configuración. Inicie PEKAT Tray sin --demo.
file-cannot-be-shown = No se puede abrir { $path }: { $reason }. Ábralo con un editor de texto.
managed-title = Administrado por su organización
managed-body = Su organización decide qué servidores y proyectos se muestran. Consulte a su administrador.
for-all-users-title = Definido para todos los usuarios
for-all-users-body = Está definido para todos los usuarios de este equipo. Pida el cambio a su administrador.
not-changed-title = No permitido
found-title =
    { $number ->
        [one] { $number } proyecto encontrado en este equipo
       *[other] { $number } proyectos encontrados en este equipo
    }
found-body =
    { $number ->
        [one] Abra el menú para añadirlo.
       *[other] Abra el menú para añadirlos.
    }
autostart-for-all-title = Se inicia con Windows para todos los usuarios
autostart-for-all-body = Desactive PEKAT Tray para su cuenta en el Administrador de tareas, «Aplicaciones de arranque», o consulte a su administrador.
autostart-managed-body = Lo decide su organización. Consulte a su administrador.
autostart-not-set-title = No se cambió el inicio con Windows
autostart-not-set-body = Mensaje de Windows: { $reason }. Actívelo o desactívelo en el Administrador de tareas, «Aplicaciones de arranque».

digest-faults =
    { $number ->
        [one] { $number } proyecto con fallo
       *[other] { $number } proyectos con fallo
    }
digest-unreachable =
    { $number ->
        [one] { $number } servidor sin comunicación
       *[other] { $number } servidores sin comunicación
    }
digest-unstable =
    { $number ->
        [one] { $number } inestable
       *[other] { $number } inestables
    }
digest-stopped =
    { $number ->
        [one] { $number } proyecto detenido
       *[other] { $number } proyectos detenidos
    }
digest-back =
    { $number ->
        [one] { $number } servidor responde de nuevo
       *[other] { $number } servidores responden de nuevo
    }
digest-well =
    { $number ->
        [one] { $number } proyecto sin fallo de nuevo
       *[other] { $number } proyectos sin fallo de nuevo
    }
digest-started =
    { $number ->
        [one] { $number } proyecto iniciado
       *[other] { $number } proyectos iniciados
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } cambio más
       *[other] { $first }, { $number } cambios más
    }
digest-line = { $first }: { $rest }
digest-names = { $names } y { $number } más

menu-snooze-hour = Silenciar 1 hora
menu-snooze-tomorrow = Silenciar hasta mañana, { $time }
menu-snoozed = Notificaciones silenciadas hasta: { $time }
menu-end-snooze = Reanudar notificaciones
toast-open-menu = Abrir menú
not-copied-title = No se copió la ruta de { $project }
not-copied-body = Otro programa ocupa el Portapapeles: { $reason }. Inténtelo de nuevo.
page-not-opened-title = No se puede abrir la página de { $project }
page-not-opened-body = No se puede abrir { $page }: { $reason }. Ábrala en un navegador.

about-title = PEKAT Tray { $version }
about =
    Muestra, inicia, detiene y cambia proyectos de PEKAT VISION.
    Programa independiente, no creado ni avalado por el fabricante de PEKAT VISION.

    Licencia: MIT o Apache-2.0
about-commit = Commit: { $commit }
about-configuration = Configuración: { $path }
about-log = Registro: { $path }
about-managed = Administrado por su organización: { $list }
about-ignored = Directivas no válidas que se omiten:
about-show-licences = Licencias…
about-show-log = Registro…
already-running = PEKAT Tray ya está en ejecución. Su icono está en el área de notificación de la barra de tareas.

configuration-fine = { $path }: correcto, { $counts }
configuration-missing = { $path } no existe; no hay nada configurado
servers-counted =
    { $number ->
        [one] { $number } servidor
       *[other] { $number } servidores
    }
projects-counted =
    { $number ->
        [one] { $number } proyecto
       *[other] { $number } proyectos
    }
actions-counted =
    { $number ->
        [one] { $number } acción
       *[other] { $number } acciones
    }
found-in-folder = carpeta
found-on-page = página web
