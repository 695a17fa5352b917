### A no-break space stands before : ; ? ! and inside of « ».

## What a project is doing (projects and servers are masculine)

named-condition = { $name } – { $condition }
condition-status =
    { $status ->
        [stopped] Arrêté
        [stopping] Arrêt…
        [starting] Démarrage…
       *[running] En marche
    }
condition-connecting = Connexion…
condition-unreachable = Injoignable
condition-no-news = Sans données
condition-no-news-since = Sans données depuis { $time }
condition-silent = Sans réponse
condition-pending =
    { $operation ->
        [start] Démarrage…
        [stop] Arrêt…
       *[switch] Basculement…
    }
condition-pending-lost =
    { $operation ->
        [start] Démarrage… (sans réponse, sous surveillance)
        [stop] Arrêt… (sans réponse, sous surveillance)
       *[switch] Basculement… (sans réponse, sous surveillance)
    }
condition-not-found = Introuvable
condition-not-understood = Commande inconnue
condition-refused = Refusé
condition-unexpected = Réponse inattendue
condition-stuck-in-starting = Démarrage trop long
condition-stuck-in-stopping = Arrêt trop long
condition-should-be-running = Devrait être en marche
condition-should-be-stopped = Devrait être arrêté
condition-port-in-use = Port déjà utilisé
condition-failed =
    { $operation ->
        [start] Échec du démarrage
        [stop] Échec de l’arrêt
       *[switch] Échec du basculement
    }

## How many projects are doing what

counted-at-fault = { $number } en défaut
counted-unreachable =
    { $number ->
        [one] { $number } injoignable
       *[other] { $number } injoignables
    }
counted-without-news = { $number } sans données
counted-changing = { $number } en transition
counted-running = { $number } en marche
counted-stopped =
    { $number ->
        [one] { $number } arrêté
       *[other] { $number } arrêtés
    }
counts-joined = { $first }, { $rest }

## The tooltip

server-unreachable-brief = { $server } injoignable
parts-joined = { $first } ; { $rest }

## The menu

no-projects = Aucun projet configuré
loading = Lecture de la configuration…
configuration-broken = La configuration contient des erreurs
monitor-silent = Surveillance interrompue : l’affichage n’est plus à jour
monitor-silent-remedy = Si cela persiste, choisissez « Quitter » et relancez PEKAT Tray.
menu-operation =
    { $operation ->
        [start] Démarrer
        [stop] Arrêter
       *[switch] Basculer vers celui-ci
    }
menu-pin =
    { $operation ->
        [start] Épingler « Démarrer » en haut
        [stop] Épingler « Arrêter » en haut
       *[switch] Épingler « Basculer vers celui-ci » en haut
    }
menu-unpin =
    { $operation ->
        [start] Détacher « Démarrer »
        [stop] Détacher « Arrêter »
       *[switch] Détacher « Basculer vers celui-ci »
    }
menu-details = Détails…
menu-scan = Scanner un code…
menu-copy-path = Copier le chemin
menu-open-page = Ouvrir la page du projet
menu-needs-attention = Intervention requise
menu-no-fault = Plus en défaut
menu-more-faults =
    { $number ->
        [one] … et { $number } autre en défaut
       *[other] … et { $number } autres en défaut
    }
menu-on-server = { $project } ({ $server })
menu-switch-to = Basculer vers
menu-recent = Récents
menu-all = Tous
menu-refresh = Actualiser
menu-open-configuration = Ouvrir la configuration
menu-managed = Géré par votre organisation
menu-add-or-remove = Ajouter ou retirer
menu-add-project = Ajouter un projet…
menu-add-server = Ajouter un serveur…
menu-find-projects = Rechercher des projets…
menu-remove-server = Retirer un serveur
menu-remove-this-server = Retirer le serveur…
menu-remove = Retirer…
menu-add-found =
    { $number ->
        [one] Ajouter le projet trouvé sur cet ordinateur…
       *[other] Ajouter les { $number } projets trouvés sur cet ordinateur…
    }
menu-autostart = Lancer au démarrage de Windows
menu-autostart-turned-off = Lancer au démarrage de Windows (désactivé dans le Gestionnaire des tâches)
menu-autostart-for-all = Lancer au démarrage de Windows (défini pour tous les utilisateurs)
menu-autostart-managed = Lancer au démarrage de Windows (géré par votre organisation)
menu-about = À propos de PEKAT Tray { $version }
menu-exit = Quitter
menu-icons-folded = Une seule icône pour tout : pas de place pour plus de { $number }
icon-named = { $name } : { $says }
menu-more = Autres ({ $number })
menu-from-to = { $first } … { $last }
and-more =
    { $number ->
        [one] … et { $number } autre
       *[other] … et { $number } autres
    }

## Hot keys that another program has

hotkeys-taken = Raccourcis clavier utilisés par un autre programme :
hotkeys-remedy = Fermez ce programme ou modifiez `hotkey` dans la configuration.
hotkey-taken-title = { $hotkey } est déjà utilisé
hotkey-taken-body = Utilisé par un autre programme, ce raccourci ne déclenche pas « { $action } ». { $remedy }
hotkeys-taken-title = { $number } raccourcis clavier déjà utilisés
hotkeys-taken-body = Un autre programme les utilise : { $list }. { $remedy }

## The window that codes are scanned into

scan-title = Scanner un code – PEKAT Tray
scan-prompt = Scannez un code, ou saisissez-le et appuyez sur Entrée.
scan-elsewhere = Les codes vont à une autre fenêtre : cliquez ici avant de scanner.
scan-ready = Prêt à scanner
scan-close = Fermer
unknown-code-title = Code inconnu
unknown-code-body = Aucune action autorisée ici n’a le code { $code }.
other-layout-title = Vérifiez la disposition du clavier
other-layout-body = Il semble s’agir de chiffres dans une autre disposition du clavier. Réglez le pays du clavier du lecteur comme dans Windows.
scan-not-now = Pas maintenant : { $reason }
scan-asked = En attente de votre réponse : { $question }
scan-not-done = Rien n’a été fait. { $condition }

## Dialogs that add servers and projects

add-server-title = Ajouter un serveur
add-server-intro = Un ordinateur où Projects Manager a son serveur TCP activé.
add-project-title = Ajouter un projet
add-project-intro = Le dossier du projet, tel qu’il est sur le disque du serveur.
find-projects-title = Ajouter des projets trouvés
find-projects-intro = Ce qui est coché est ajouté à la liste. Rien n’est démarré ni arrêté.
dialog-address = Adresse (hôte ou hôte:port)
dialog-name = Nom (facultatif)
dialog-server = Serveur
dialog-folder = Dossier sur le serveur
dialog-browse = Parcourir…
dialog-add = Ajouter
dialog-add-anyway = Ajouter quand même
dialog-cancel = Annuler
this-computer = Cet ordinateur
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Interrogation du serveur…
dialog-searching = Recherche…
dialog-saving = Enregistrement…
note-no-address = Saisissez l’adresse, par exemple { $example }.
note-not-an-address = « { $text } » n’est pas une adresse. Écrivez l’hôte, ou hôte:port, par exemple { $example }.
note-not-a-port = « { $text } » n’est pas un port. Saisissez un nombre de 1 à 65535, par exemple 7002.
note-address-taken = { $server } a déjà cette adresse. Saisissez-en une autre.
note-name-too-long = Le nom dépasse { $number } caractères. Raccourcissez-le.
note-name-invisible = Le nom contient un caractère invisible. Saisissez-le de nouveau.
note-name-taken = Le nom « { $name } » est déjà utilisé. Choisissez-en un autre.
note-no-path = Saisissez le dossier du projet, par exemple { $example }.
note-path-too-long = Le chemin est plus long que Windows ne le permet. Vérifiez-le.
note-path-invisible = Le chemin contient un caractère invisible. Saisissez-le de nouveau.
note-path-not-full = Le chemin n’est pas complet. Saisissez le chemin complet du dossier sur le serveur, par exemple { $example }.
note-path-impossible = Le chemin d’un dossier du serveur ne peut pas contenir « { $part } ». Corrigez-le.
note-path-taken = Ce projet est déjà là, sous le nom « { $project } ». Saisissez un autre dossier.
note-server-gone = Ce serveur n’est plus configuré. Choisissez-en un autre.
note-not-a-manager = Ce qui répond sur { $address } n’est pas Projects Manager. Vérifiez le port de son serveur TCP.
note-not-found = { $address } n’a pas de projet dans { $path }. Vérifiez l’orthographe, que le disque du serveur a bien ce chemin et que le dossier contient { $file }.
note-refused = { $address } a refusé : « { $excerpt } ». Vérifiez le projet dans Projects Manager.
note-doubted = { $reason } Si c’est exact malgré tout, choisissez « { $button } ».
note-nothing-found = Rien de nouveau n’a été trouvé. Vérifiez que Projects Manager est lancé et que ses projets sont dans { $folder }, ou choisissez « { $menu } ».
note-nothing-picked = Rien n’est coché. Cochez ce qui doit être ajouté.

## What is wrong, and what to do

unreachable-unknown-host = Aucun ordinateur nommé { $host } n’est connu. Vérifiez l’adresse.
unreachable-refused = Aucun programme n’écoute sur { $address }. Démarrez-y Projects Manager, activez son serveur TCP et vérifiez qu’il n’est pas réglé sur une autre adresse de cet ordinateur.
unreachable-no-route = Aucune route réseau vers { $address }. Vérifiez le câble réseau et l’adresse.
unreachable-connect-timeout = { $address } ne répond pas. Vérifiez que l’ordinateur est allumé et que son pare-feu laisse passer le port.
unreachable-no-answer = { $address } accepte les connexions mais ne répond pas. Vérifiez Projects Manager sur ce serveur.
unreachable-broken = { $address } coupe la connexion. Vérifiez Projects Manager sur ce serveur.
unreachable-other = Connexion impossible à { $address }. Vérifiez le réseau de cet ordinateur.
trouble-stale = { $server } n’indique plus l’état de ce projet depuis un moment. Vérifiez Projects Manager sur ce serveur.
trouble-silent = { $server } accepte les connexions mais ne répond pas. Il exécute peut-être une commande d’un autre client.
trouble-not-found = { $server } n’a pas de projet dans { $path }. Vérifiez le chemin et le dossier sur le serveur.
trouble-unknown-command = { $server } ne connaît pas la commande. Vérifiez que l’adresse { $address } est celle du serveur TCP de Projects Manager, version 3.18 ou ultérieure.
trouble-refused = { $server } a refusé : « { $excerpt } ». Vérifiez { $project } dans Projects Manager.
trouble-unexpected = { $server } a répondu « { $excerpt } », une réponse inconnue. Vérifiez que l’adresse { $address } est celle du serveur TCP de Projects Manager.
trouble-stuck-in-starting = { $project } démarre depuis trop longtemps sur { $server }. Vérifiez-le dans Projects Manager.
trouble-stuck-in-stopping = { $project } s’arrête depuis trop longtemps sur { $server }. Vérifiez-le dans Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] { $project } est arrêté sur { $server }, mais devrait être en marche selon la configuration. Démarrez-le ou modifiez `expect` dans la configuration.
        [stopping] { $project } s’arrête sur { $server }, mais devrait être en marche selon la configuration. Démarrez-le ou modifiez `expect` dans la configuration.
        [starting] { $project } démarre sur { $server } et devrait être en marche selon la configuration. Démarrez-le ou modifiez `expect` dans la configuration.
       *[running] { $project } est en marche sur { $server } et devrait l’être selon la configuration. Démarrez-le ou modifiez `expect` dans la configuration.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } est arrêté sur { $server } et devrait l’être selon la configuration. Arrêtez-le ou modifiez `expect` dans la configuration.
        [stopping] { $project } s’arrête sur { $server } et devrait être arrêté selon la configuration. Arrêtez-le ou modifiez `expect` dans la configuration.
        [starting] { $project } démarre sur { $server }, mais devrait être arrêté selon la configuration. Arrêtez-le ou modifiez `expect` dans la configuration.
       *[running] { $project } est en marche sur { $server }, mais devrait être arrêté selon la configuration. Arrêtez-le ou modifiez `expect` dans la configuration.
    }
trouble-port-in-use = Le port est déjà utilisé. Arrêtez le projet qui utilise le même port ou attribuez un autre port à { $project } dans Projects Manager.
trouble-given-up = Rien n’a été envoyé : l’ordinateur était en veille ou il y a eu un autre empêchement. Réessayez.
trouble-not-sent = Rien n’a été envoyé. { $reason }
trouble-no-answer = La demande a été envoyée, mais { $server } n’a pas répondu. Vérifiez le projet sur le serveur, ou son état ici, avant de réessayer.
whereabouts =
    { $path }
    sur { $server }, { $address }

## What became of an operation

action-name =
    { $operation ->
        [start] Démarrer { $project }
        [stop] Arrêter { $project }
       *[switch] Basculer vers { $project }
    }
agreed =
    { $operation ->
        [start] { $server } a accepté de démarrer { $project }.
        [stop] { $server } a accepté d’arrêter { $project }.
       *[switch] { $server } a basculé vers { $project }.
    }
done-title =
    { $operation ->
        [start] { $project } est en marche
        [stop] { $project } est arrêté
       *[switch] Basculement vers { $project } effectué
    }
done-body =
    { $operation ->
        [start] Démarré sur { $server }.
        [stop] Arrêté sur { $server }.
       *[switch] Il est maintenant en marche sur { $server }.
    }
already-title =
    { $operation ->
        [start] { $project } est déjà en marche
        [stop] { $project } est déjà arrêté
       *[switch] { $project } est déjà en marche
    }
already-body = C’était déjà le cas sur { $server } ; rien n’a été envoyé.
called-off-title =
    { $operation ->
        [start] Démarrage du projet { $project } annulé
        [stop] Arrêt du projet { $project } annulé
       *[switch] Basculement vers { $project } annulé
    }
called-off-body = L’arrêt demandé sur { $server } est arrivé avant la fin.
could-not-title =
    { $operation ->
        [start] Impossible de démarrer { $project }
        [stop] Impossible d’arrêter { $project }
       *[switch] Impossible de basculer vers { $project }
    }
settled-body =
    { $status ->
        [stopped] { $server } a accepté, mais le projet est arrêté. Vérifiez-le dans Projects Manager.
        [stopping] { $server } a accepté, mais le projet s’arrête. Vérifiez-le dans Projects Manager.
        [starting] { $server } a accepté, mais le projet démarre. Vérifiez-le dans Projects Manager.
       *[running] { $server } a accepté, mais le projet est en marche. Vérifiez-le dans Projects Manager.
    }
unsettled-body = { $server } a accepté, mais l’opération n’est pas encore terminée. Vérifiez le projet dans Projects Manager.
unknown-title =
    { $operation ->
        [start] Démarrage du projet { $project } : résultat inconnu
        [stop] Arrêt du projet { $project } : résultat inconnu
       *[switch] Basculement vers { $project } : résultat inconnu
    }

## Why an operation is not carried out now

refused-title =
    { $operation ->
        [start] Impossible de démarrer { $project } maintenant
        [stop] Impossible d’arrêter { $project } maintenant
       *[switch] Impossible de basculer vers { $project } maintenant
    }
not-allowed-title =
    { $operation ->
        [start] Démarrer { $project } : non autorisé
        [stop] Arrêter { $project } : non autorisé
       *[switch] Basculer vers { $project } : non autorisé
    }
refusal-not-allowed = La configuration de cet ordinateur ne l’autorise pas.
refusal-managed = Votre organisation décide de ce qui est épinglé en haut.
refusal-not-configured = Le projet n’est plus configuré.
refusal-unreachable = { $server } est injoignable. Nouvelle tentative en cours.
refusal-unknown = L’état du projet { $project } est inconnu. Attendez qu’il s’affiche.
refusal-busy =
    { $operation ->
        [start] { $project } démarre. Attendez la fin.
        [stop] { $project } s’arrête. Attendez la fin.
       *[switch] Basculement vers { $project } en cours. Attendez la fin.
    }
refusal-status =
    { $status ->
        [stopped] { $project } est arrêté.
        [stopping] { $project } s’arrête.
        [starting] { $project } démarre.
       *[running] { $project } est en marche.
    }
refusal-would-stop = Cela pourrait arrêter { $project }, et la configuration de cet ordinateur ne l’autorise pas.

## Questions before something is done

question-title =
    { $operation ->
        [start] Démarrer { $project } ?
        [stop] Arrêter { $project } ?
       *[switch] Basculer vers { $project } ?
    }
question-start = Il démarrera sur { $server }.
question-stop = Il est en marche sur { $server } et s’arrêtera.
question-stop-idle = Il sera arrêté sur { $server }.
question-switch = Cela arrêtera sur { $server } : { $names }.
question-switch-unsure = Peut-être en marche sur { $server }, et serait arrêté : { $names }.
question-switch-idle = Tout autre projet en marche sur { $server } s’arrêtera.
names-joined = { $first }, { $rest }
names-and-more =
    { $number ->
        [one] { $number } autre
       *[other] { $number } autres
    }
question-keep-running = Laisser en marche
question-keep = Garder { $project }
question-refrain =
    { $operation ->
        [start] Ne pas démarrer
        [stop] Ne pas arrêter
       *[switch] Ne pas basculer
    }
question-remove-title = Retirer { $name } ?
question-remove-yes = Retirer { $name }
question-remove-project = Il disparaît de la liste, avec ses actions en un clic.
question-remove-server =
    { $number ->
        [one] Il disparaît de la liste avec { $number } projet et ses actions en un clic.
       *[other] Il disparaît de la liste avec { $number } projets et leurs actions en un clic.
    }
question-remove-empty-server = Il disparaît de la liste.
question-remove-harmless = Rien n’est arrêté sur le serveur et aucun fichier n’est supprimé.
question-whole =
    { $title }

    { $body }

    OK : { $yes }

## Notices

stopped-title = { $project } s’est arrêté
stopped-body = Il n’est plus en marche sur { $server }.
started-title = { $project } est en marche
started-body = Il est maintenant en marche sur { $server }.
recovered-title =
    { $status ->
        [stopped] { $project } est arrêté
        [stopping] { $project } s’arrête
        [starting] { $project } démarre
       *[running] { $project } est en marche
    }
recovered-body = Le défaut sur { $server } est résolu.
server-down-title = { $server } est injoignable
server-up-title = { $server } est de nouveau joignable
server-up-body = Le serveur répond de nouveau.
unstable-title = { $name } est instable
unstable-project-body = L’état sur { $server } change sans cesse. Le résultat sera annoncé après une minute sans changement.
unstable-server-body = La connexion va et vient. Le résultat sera annoncé après une minute sans changement.
unwatched-title =
    { $operation ->
        [start] Démarrage du projet { $project } : suivi arrêté
        [stop] Arrêt du projet { $project } : suivi arrêté
       *[switch] Basculement vers { $project } : suivi arrêté
    }
unwatched-body = { $project } n’est plus configuré sur { $server }. Vérifiez le résultat dans Projects Manager.
monitor-silent-title = Surveillance interrompue
monitor-silent-body = L’affichage n’est plus à jour. { $remedy }
configuration-broken-body = { $first } – Tout est indiqué dans le menu ; corrigez et enregistrez le fichier, il sera relu tout seul.
configuration-broken-more-body =
    { $number ->
        [one] { $first } … et { $number } autre – Tout est indiqué dans le menu ; corrigez et enregistrez le fichier, il sera relu tout seul.
       *[other] { $first } … et { $number } autres – Tout est indiqué dans le menu ; corrigez et enregistrez le fichier, il sera relu tout seul.
    }
not-saved-title = La configuration n’a pas été modifiée
not-opened-title = Impossible d’ouvrir la configuration
file-none-in-demo = Ceci est la démonstration : elle n’a pas de fichier de configuration. Lancez PEKAT Tray sans --demo.
file-cannot-be-shown = Impossible d’ouvrir { $path } : { $reason }. Ouvrez le fichier dans un éditeur de texte.
managed-title = Géré par votre organisation
managed-body = Votre organisation décide des serveurs et des projets affichés. Adressez-vous à votre administrateur.
for-all-users-title = Défini pour tous les utilisateurs
for-all-users-body = C’est défini pour tous les utilisateurs de cet ordinateur. Demandez à son administrateur de le modifier.
not-changed-title = Non autorisé
found-title =
    { $number ->
        [one] { $number } projet trouvé sur cet ordinateur
       *[other] { $number } projets trouvés sur cet ordinateur
    }
found-body =
    { $number ->
        [one] Ouvrez le menu pour l’ajouter.
       *[other] Ouvrez le menu pour les ajouter.
    }
autostart-for-all-title = Lancé avec Windows pour tous les utilisateurs
autostart-for-all-body = Désactivez PEKAT Tray pour vous dans le Gestionnaire des tâches, sous « Applications de démarrage », ou adressez-vous à votre administrateur.
autostart-managed-body = Votre organisation en décide. Adressez-vous à votre administrateur.
autostart-not-set-title = Le lancement avec Windows n’a pas été modifié
autostart-not-set-body = Windows indique : { $reason }. Activez ou désactivez le lancement dans le Gestionnaire des tâches, sous « Applications de démarrage ».

## Many changes in one notice

digest-faults =
    { $number ->
        [one] { $number } projet en défaut
       *[other] { $number } projets en défaut
    }
digest-unreachable =
    { $number ->
        [one] { $number } serveur injoignable
       *[other] { $number } serveurs injoignables
    }
digest-unstable =
    { $number ->
        [one] { $number } instable
       *[other] { $number } instables
    }
digest-stopped =
    { $number ->
        [one] { $number } projet arrêté
       *[other] { $number } projets arrêtés
    }
digest-back =
    { $number ->
        [one] { $number } serveur de nouveau joignable
       *[other] { $number } serveurs de nouveau joignables
    }
digest-well =
    { $number ->
        [one] { $number } projet rétabli
       *[other] { $number } projets rétablis
    }
digest-started =
    { $number ->
        [one] { $number } projet démarré
       *[other] { $number } projets démarrés
    }
digest-title =
    { $number ->
        [one] { $first }, { $number } autre changement
       *[other] { $first }, { $number } autres changements
    }
digest-line = { $first } : { $rest }
digest-names =
    { $number ->
        [one] { $names } et { $number } autre
       *[other] { $names } et { $number } autres
    }

## Notices that are not wanted for a while

menu-snooze-hour = Sourdine 1 heure
menu-snooze-tomorrow = Sourdine jusqu’à demain, { $time }
menu-snoozed = En sourdine jusqu’à { $time }
menu-end-snooze = Arrêter la sourdine
toast-open-menu = Ouvrir le menu
not-copied-title = Le chemin du projet { $project } n’a pas été copié
not-copied-body = Le Presse-papiers est occupé par un autre programme : { $reason }. Réessayez.
page-not-opened-title = Impossible d’ouvrir la page du projet { $project }
page-not-opened-body = Impossible d’ouvrir { $page } : { $reason }. Ouvrez la page dans un navigateur.

## About, and the start of the program

about-title = PEKAT Tray { $version }
about =
    Affiche, démarre et arrête les projets PEKAT VISION, et bascule de l’un à l’autre.
    Programme indépendant, ni créé ni approuvé par l’éditeur de PEKAT VISION.

    Licence : MIT ou Apache-2.0
about-commit = Commit : { $commit }
about-configuration = Configuration : { $path }
about-log = Journal : { $path }
about-managed = Géré par votre organisation : { $list }
about-ignored = Stratégies non valides, ignorées :
about-show-licences = Licences…
about-show-log = Journal…
already-running = PEKAT Tray est déjà lancé. Son icône est dans la zone de notification de la barre des tâches.

## pekatctl

configuration-fine = { $path } : aucune erreur, { $counts }
configuration-missing = { $path } n’existe pas ; rien n’est configuré
servers-counted =
    { $number ->
        [one] { $number } serveur
       *[other] { $number } serveurs
    }
projects-counted =
    { $number ->
        [one] { $number } projet
       *[other] { $number } projets
    }
actions-counted =
    { $number ->
        [one] { $number } action
       *[other] { $number } actions
    }
found-in-folder = dossier
found-on-page = page web
