### Every text that users read, in the Fluent syntax (https://projectfluent.org/fluent/guide). The
### build makes a Rust type of each message, with a field for each variable; what a variable holds is
### known by its name:
###   $number     a whole number; choose by it with the language's plurals
###   $status     stopped, stopping, starting or running
###   $operation  start, stop or switch
###   all others  a text, such as a name, which is put in as it is
### The other languages have the same messages with the same variables; a test compares them.
### Space in the tooltip, in notices and in the menu is scarce: be brief, and say first what matters.

## What a project is doing, in a few words

# A line of the menu or the title of a notice. $name is a project, a server or an action.
named-condition = { $name } — { $condition }
condition-status =
    { $status ->
        [stopped] Stopped
        [stopping] Stopping…
        [starting] Starting…
       *[running] Running
    }
condition-connecting = Connecting…
condition-unreachable = Unreachable
condition-no-news = No news
# $time is a time of today or a date with a time.
condition-no-news-since = No news since { $time }
condition-silent = No answer
condition-pending =
    { $operation ->
        [start] Starting…
        [stop] Stopping…
       *[switch] Switching…
    }
# The request was sent, and whether it was understood is seen by what the project does.
condition-pending-lost =
    { $operation ->
        [start] Starting… (no answer, watching)
        [stop] Stopping… (no answer, watching)
       *[switch] Switching… (no answer, watching)
    }
condition-not-found = Not found
condition-not-understood = Not understood
condition-refused = Refused
condition-unexpected = Unexpected reply
condition-stuck-in-starting = Stuck in starting
condition-stuck-in-stopping = Stuck in stopping
condition-should-be-running = Should be running
condition-should-be-stopped = Should be stopped
condition-port-in-use = Port in use
condition-failed =
    { $operation ->
        [start] Start failed
        [stop] Stop failed
       *[switch] Switch failed
    }

## How many projects are doing what: parts of a line such as “1 at fault, 2 running”

counted-at-fault = { $number } at fault
counted-unreachable = { $number } unreachable
counted-without-news = { $number } without news
counted-changing = { $number } changing
counted-running = { $number } running
counted-stopped = { $number } stopped
counts-joined = { $first }, { $rest }

## The tooltip

server-unreachable-brief = { $server } unreachable
parts-joined = { $first }; { $rest }

## The menu

no-projects = No projects configured
loading = Reading the configuration…
configuration-broken = The configuration has errors
monitor-silent = Watching has stopped: what is shown is out of date
monitor-silent-remedy = If this does not pass by itself, choose Exit and start PEKAT Tray again.
menu-operation =
    { $operation ->
        [start] Start
        [stop] Stop
       *[switch] Switch to this
    }
menu-pin =
    { $operation ->
        [start] Pin “Start” to top
        [stop] Pin “Stop” to top
       *[switch] Pin “Switch to this” to top
    }
menu-unpin =
    { $operation ->
        [start] Unpin “Start”
        [stop] Unpin “Stop”
       *[switch] Unpin “Switch to this”
    }
menu-details = Details…
# Opens the window that codes are scanned into.
menu-scan = Scan…
menu-copy-path = Copy path
menu-open-page = Open project page
# Above the projects at fault, each with its reason in the line below.
menu-needs-attention = Needs attention
# Stands for the reason when a fault passes while the menu is open.
menu-no-fault = No longer at fault
menu-more-faults = … and { $number } more at fault
menu-on-server = { $project } ({ $server })
# A row that opens onto the projects that can be switched to.
menu-switch-to = Switch to
# Above the projects that were last started or switched to here, and above all of them.
menu-recent = Recent
menu-all = All
menu-refresh = Refresh now
menu-open-configuration = Open configuration
# A row that opens onto the rows that follow.
menu-add-or-remove = Add or remove
menu-add-project = Add project…
menu-add-server = Add server…
menu-find-projects = Find projects…
# Opens onto the servers that can be removed.
menu-remove-server = Remove server
menu-remove-this-server = Remove server…
# Removes the project that the row is for.
menu-remove = Remove…
menu-add-found =
    { $number ->
        [one] Add the project found on this computer…
       *[other] Add the { $number } projects found on this computer…
    }
# Greyed, where anything was decided by policy.
menu-managed = Managed by your organisation
# Has a check mark in front of it when it is so, as the other three have.
menu-autostart = Start with Windows
menu-autostart-turned-off = Start with Windows (turned off in Task Manager)
menu-autostart-for-all = Start with Windows (set for all users)
menu-autostart-managed = Start with Windows (managed by your organisation)
menu-about = About PEKAT Tray { $version }
menu-exit = Exit
# A row that opens onto the rest of a list.
# Shown where $number icons, one for each server or project, are too few.
menu-icons-folded = One icon for everything: more than { $number } would not fit
# What an icon says that stands for one server, or for one project of a server. $name is the server's.
icon-named = { $name }: { $says }
menu-more = More ({ $number })
# A row that opens onto everything from the first to the last of these.
menu-from-to = { $first } … { $last }
# The rest of a list that is not shown.
and-more = … and { $number } more

## Hot keys that another program has

# Heads a list in the menu, with the remedy below it.
hotkeys-taken = Hot keys that another program uses:
hotkeys-remedy = Close that program, or set another `hotkey` in the configuration.
hotkey-taken-title = { $hotkey } is taken
# $action is the name of a one-click action or the message menu-scan; $remedy is the message hotkeys-remedy.
hotkey-taken-body = Another program uses it, so it does not do “{ $action }”. { $remedy }
# There are always several.
hotkeys-taken-title = { $number } hot keys are taken
# $list is some of them, each with its action, and how many there are besides.
hotkeys-taken-body = Another program uses them: { $list }. { $remedy }

## The window that codes are scanned into

scan-title = Scan – PEKAT Tray
scan-prompt = Scan a code, or type it and press Enter.
# While the window is not in front.
scan-elsewhere = Codes go to another window now: click here before you scan.
# In large letters, as the titles that follow; there is room for some 60 characters.
scan-ready = Ready to scan
scan-close = Close
unknown-code-title = Unknown code
unknown-code-body = No action here has the code { $code }.
# No code: a scanner has typed digits, and Windows has read the keys in another keyboard layout.
other-layout-title = Check the keyboard layout
other-layout-body = This looks like digits in another keyboard layout. Set the scanner’s keyboard country to the keyboard layout of Windows.
# $reason is one of the sentences about why an operation is not carried out now.
scan-not-now = Not now: { $reason }
# $question is the message question-title, which a dialog asks at the same time.
scan-asked = Waiting for your answer: { $question }
# The answer was no, or something else was asked instead. $condition says what the project is now.
scan-not-done = Not done. { $condition }

## Dialogs that add servers and projects

add-server-title = Add a server
add-server-intro = A computer with a Projects Manager whose TCP server is turned on.
add-project-title = Add a project
add-project-intro = The project’s folder, as the server’s own disk has it.
find-projects-title = Add projects that were found
find-projects-intro = What is ticked is added to the list. Nothing is started or stopped.
dialog-address = Address (host or host:port)
dialog-name = Name (optional)
dialog-server = Server
dialog-folder = Folder on the server
dialog-browse = Browse…
dialog-add = Add
# Adds what is doubted in spite of that.
dialog-add-anyway = Add anyway
dialog-cancel = Cancel
# A server that is named so when it is added.
this-computer = This computer
# $condition says what the project is doing.
found-project = { $name } — { $path } ({ $server }, { $condition })
dialog-asking = Asking the server…
dialog-searching = Searching…
dialog-saving = Saving…
# $example is an address.
note-no-address = Enter the address, for example { $example }.
note-not-an-address = “{ $text }” is not an address. Write the host, or host:port, for example { $example }.
note-not-a-port = “{ $text }” is not a port. Use a number from 1 to 65535, for example 7002.
note-address-taken = { $server } has this address already. Enter another.
note-name-too-long = The name is longer than { $number } characters. Shorten it.
note-name-invisible = The name has a character that cannot be seen. Type it anew.
note-name-taken = The name “{ $name }” is in use already. Choose another.
# $example is a path.
note-no-path = Enter the project’s folder, for example { $example }.
note-path-too-long = The path is longer than Windows allows. Check it.
note-path-invisible = The path has a character that cannot be seen. Type it anew.
# $example is a path.
note-path-not-full = The path is not complete. Enter the folder’s full path on the server, for example { $example }.
# $part is a character or a name.
note-path-impossible = No folder’s path on the server can have “{ $part }” in it. Correct the path.
note-path-taken = This project is there already, as “{ $project }”. Enter another folder.
note-server-gone = This server is no longer configured. Choose another.
note-not-a-manager = What answers at { $address } is not a Projects Manager. Check the port of its TCP server.
note-not-found = { $address } has no project at { $path }. Check the spelling, that the server’s own disk has this path, and that the folder holds { $file }.
# $excerpt is what the server said, in its own words.
note-refused = { $address } refused: “{ $excerpt }”. Look at the project in the Projects Manager.
# $reason is one of the sentences above, or about what is unreachable; $button is the message dialog-add-anyway.
note-doubted = { $reason } If it is right all the same, choose “{ $button }”.
# $menu is the message menu-add-project.
note-nothing-found = Nothing new was found. Check that the Projects Manager runs and that its projects are in { $folder }, or choose “{ $menu }”.
note-nothing-picked = Nothing is ticked. Tick what is to be added.

## What is wrong, and what to do

unreachable-unknown-host = No computer named { $host } is known. Check the address.
unreachable-refused = Nothing listens at { $address }. Start the Projects Manager there, turn on its TCP server, and check that it is not set to another address of that computer.
unreachable-no-route = There is no network route to { $address }. Check the network cable and the address.
unreachable-connect-timeout = { $address } does not answer. Check that the computer is on and that its firewall lets the port through.
unreachable-no-answer = { $address } accepts connections but gives no answer. Look at the Projects Manager there.
unreachable-broken = { $address } closes the connection before it answers. Look at the Projects Manager there.
unreachable-other = No connection to { $address } can be made. Check the network of this computer.
trouble-stale = { $server } has given no answer for this project for a while. Look at the Projects Manager there.
trouble-silent = { $server } accepts connections but does not answer. It may be busy with an operation from another client.
trouble-not-found = { $server } has no project at { $path }. Check the path and the folder on the server.
trouble-unknown-command = { $server } does not know the command. Check that { $address } is the TCP server of a Projects Manager, version 3.18 or newer.
# $excerpt is what the server said, in its own words.
trouble-refused = { $server } refused: “{ $excerpt }”. Look at { $project } in the Projects Manager.
trouble-unexpected = { $server } answered “{ $excerpt }”, which is not a known reply. Check that { $address } is the TCP server of a Projects Manager.
trouble-stuck-in-starting = { $project } has been starting on { $server } for too long. Look at it in the Projects Manager.
trouble-stuck-in-stopping = { $project } has been stopping on { $server } for too long. Look at it in the Projects Manager.
trouble-should-be-running =
    { $status ->
        [stopped] { $project } is stopped on { $server }, and the configuration expects it to be running. Start it, or change `expect` in the configuration.
        [stopping] { $project } is stopping on { $server }, and the configuration expects it to be running. Start it, or change `expect` in the configuration.
        [starting] { $project } is starting on { $server }, and the configuration expects it to be running. Start it, or change `expect` in the configuration.
       *[running] { $project } is running on { $server }, and the configuration expects it to be running. Start it, or change `expect` in the configuration.
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } is stopped on { $server }, and the configuration expects it to be stopped. Stop it, or change `expect` in the configuration.
        [stopping] { $project } is stopping on { $server }, and the configuration expects it to be stopped. Stop it, or change `expect` in the configuration.
        [starting] { $project } is starting on { $server }, and the configuration expects it to be stopped. Stop it, or change `expect` in the configuration.
       *[running] { $project } is running on { $server }, and the configuration expects it to be stopped. Stop it, or change `expect` in the configuration.
    }
trouble-port-in-use = Its port is in use. Stop the project that runs on the same port, or give { $project } another port in the Projects Manager.
trouble-given-up = Nothing was sent: the computer slept, or something else came between. Try again.
# $reason is one of the sentences about what is unreachable.
trouble-not-sent = Nothing was sent. { $reason }
trouble-no-answer = The request was sent and { $server } gave no answer. Look at the project there, or at its state here, before you try again.
# Where a project is, below everything else that is known of it.
whereabouts =
    { $path }
    on { $server }, { $address }

## What became of an operation

# The name of a one-click action in the menu.
action-name =
    { $operation ->
        [start] Start { $project }
        [stop] Stop { $project }
       *[switch] Switch to { $project }
    }
# What the server's answer says; the project may take its time to follow.
agreed =
    { $operation ->
        [start] { $server } agreed to start { $project }.
        [stop] { $server } agreed to stop { $project }.
       *[switch] { $server } switched to { $project }.
    }
done-title =
    { $operation ->
        [start] { $project } is running
        [stop] { $project } is stopped
       *[switch] Switched to { $project }
    }
done-body =
    { $operation ->
        [start] Started on { $server }.
        [stop] Stopped on { $server }.
       *[switch] It is running on { $server } now.
    }
already-title =
    { $operation ->
        [start] { $project } is already running
        [stop] { $project } is already stopped
       *[switch] { $project } is already running
    }
already-body = Nothing was sent to { $server }.
called-off-title =
    { $operation ->
        [start] Start { $project } called off
        [stop] Stop { $project } called off
       *[switch] Switch to { $project } called off
    }
called-off-body = Your stop on { $server } came before it had finished.
could-not-title =
    { $operation ->
        [start] Could not start { $project }
        [stop] Could not stop { $project }
       *[switch] Could not switch to { $project }
    }
settled-body =
    { $status ->
        [stopped] { $server } agreed, but the project is stopped. Look at it in the Projects Manager.
        [stopping] { $server } agreed, but the project is stopping. Look at it in the Projects Manager.
        [starting] { $server } agreed, but the project is starting. Look at it in the Projects Manager.
       *[running] { $server } agreed, but the project is running. Look at it in the Projects Manager.
    }
unsettled-body = { $server } agreed, but the project has not finished yet. Look at it in the Projects Manager.
unknown-title =
    { $operation ->
        [start] Not known whether { $project } was started
        [stop] Not known whether { $project } was stopped
       *[switch] Not known whether { $project } was switched to
    }

## Why an operation is not carried out now

refused-title =
    { $operation ->
        [start] Not now: Start { $project }
        [stop] Not now: Stop { $project }
       *[switch] Not now: Switch to { $project }
    }
not-allowed-title =
    { $operation ->
        [start] Not allowed: Start { $project }
        [stop] Not allowed: Stop { $project }
       *[switch] Not allowed: Switch to { $project }
    }
refusal-not-allowed = The configuration of this computer does not allow it.
refusal-managed = Your organisation decides what is pinned to the top.
refusal-not-configured = The project is no longer configured.
refusal-unreachable = { $server } is unreachable. It is being tried again now.
refusal-unknown = What { $project } is doing is not known. Wait until its state is shown.
refusal-busy =
    { $operation ->
        [start] { $project } is starting. Wait until that has finished.
        [stop] { $project } is stopping. Wait until that has finished.
       *[switch] { $project } is switching. Wait until that has finished.
    }
refusal-status =
    { $status ->
        [stopped] { $project } is stopped.
        [stopping] { $project } is stopping.
        [starting] { $project } is starting.
       *[running] { $project } is running.
    }
# A switch stops the other projects, and this one is running or may be.
refusal-would-stop = It could stop { $project }, and the configuration of this computer does not allow that.

## Questions before something is done

question-title =
    { $operation ->
        [start] Start { $project }?
        [stop] Stop { $project }?
       *[switch] Switch to { $project }?
    }
# What follows from a yes. The button for it has the message action-name.
question-start = It will start on { $server }.
question-stop = It is running on { $server } and will stop.
question-stop-idle = It will be stopped on { $server }.
# $names are the projects that will stop.
question-switch = This will stop on { $server }: { $names }.
# $names are projects of which is not known whether they run.
question-switch-unsure = May be running on { $server }, and would stop: { $names }.
question-switch-idle = Whatever else runs on { $server } will stop.
names-joined = { $first }, { $rest }
names-and-more = and { $number } more
# The button for leaving everything as it is.
question-keep-running = Keep running
question-keep = Keep { $project }
question-refrain =
    { $operation ->
        [start] Do not start
        [stop] Do not stop
       *[switch] Do not switch
    }
# $name is a project or a server. The second is the button for it.
question-remove-title = Remove { $name }?
question-remove-yes = Remove { $name }
# Below the message whereabouts.
question-remove-project = It is taken off the list, and its one-click actions with it.
# Below the server's name and address.
question-remove-server =
    { $number ->
        [one] It is taken off the list with { $number } project and its one-click actions.
       *[other] It is taken off the list with { $number } projects and their one-click actions.
    }
# Likewise, for one without projects.
question-remove-empty-server = It is taken off the list.
question-remove-harmless = Nothing is stopped on the server, and no files are deleted.
# The whole question above the buttons OK and Cancel, which are Windows' own.
question-whole =
    { $title }

    { $body }

    OK: { $yes }

## Notices; a title has room for 63 characters, a body for 255

stopped-title = { $project } has stopped
stopped-body = It no longer runs on { $server }.
started-title = { $project } is running
started-body = It runs on { $server } now.
recovered-title =
    { $status ->
        [stopped] { $project } is stopped
        [stopping] { $project } is stopping
        [starting] { $project } is starting
       *[running] { $project } is running
    }
recovered-body = The problem is over on { $server }.
server-down-title = { $server } is unreachable
server-up-title = { $server } is back
server-up-body = It answers again.
# $name is a project or a server.
unstable-title = { $name } is unstable
unstable-project-body = It changes again and again on { $server }. Its state is told when it has not changed for a minute.
unstable-server-body = It comes and goes. Its state is told when it has not changed for a minute.
unwatched-title =
    { $operation ->
        [start] Start { $project }: not watched any more
        [stop] Stop { $project }: not watched any more
       *[switch] Switch to { $project }: not watched any more
    }
unwatched-body = { $project } is no longer configured on { $server }. Check it in the Projects Manager.
monitor-silent-title = Watching has stopped
# $remedy is the message monitor-silent-remedy.
monitor-silent-body = What is shown is out of date. { $remedy }
# $first is the first error, a sentence without a stop; $number is how many more there are.
configuration-broken-body = { $first } – The menu shows all errors. Correct the file and save it; it is then read by itself.
configuration-broken-more-body = { $first } … and { $number } more – The menu shows all errors. Correct the file and save it; it is then read by itself.
not-saved-title = The configuration was not changed
not-opened-title = The configuration cannot be opened
file-none-in-demo = This is the demonstration: it has no configuration file. Start PEKAT Tray without --demo.
file-cannot-be-shown = { $path } cannot be opened: { $reason }. Open it with a text editor.
# Servers and projects that somebody else decides on.
managed-title = Managed by your organisation
managed-body = Your organisation decides which servers and projects are shown. Ask your administrator.
for-all-users-title = Set for all users
for-all-users-body = It is set for all users of this computer. Ask its administrator to change it.
not-changed-title = Not allowed
found-title =
    { $number ->
        [one] { $number } project found on this computer
       *[other] { $number } projects found on this computer
    }
found-body =
    { $number ->
        [one] Open the menu to add it.
       *[other] Open the menu to add them.
    }
autostart-for-all-title = Starts with Windows for all users
# “Startup apps” is what Windows calls that part of its Task Manager.
autostart-for-all-body = Turn PEKAT Tray off for yourself in Task Manager, under “Startup apps”, or ask your administrator.
autostart-managed-body = Your organisation decides on it. Ask your administrator.
autostart-not-set-title = Start with Windows was not changed
# $reason is in Windows' words.
autostart-not-set-body = Windows says: { $reason }. Turn it on or off in Task Manager, under “Startup apps”.

## Many changes in one notice; each of these is the title, or begins a line of names

digest-faults =
    { $number ->
        [one] { $number } project at fault
       *[other] { $number } projects at fault
    }
digest-unreachable =
    { $number ->
        [one] { $number } server unreachable
       *[other] { $number } servers unreachable
    }
# Projects, servers, or both.
digest-unstable =
    { $number ->
        [one] { $number } unstable
       *[other] { $number } unstable
    }
digest-stopped =
    { $number ->
        [one] { $number } project stopped
       *[other] { $number } projects stopped
    }
digest-back =
    { $number ->
        [one] { $number } server is back
       *[other] { $number } servers are back
    }
digest-well =
    { $number ->
        [one] { $number } project well again
       *[other] { $number } projects well again
    }
digest-started =
    { $number ->
        [one] { $number } project started
       *[other] { $number } projects started
    }
# $first is one of the messages above.
digest-title =
    { $number ->
        [one] { $first }, { $number } other change
       *[other] { $first }, { $number } other changes
    }
# $first is one of the messages above, $rest is names.
digest-line = { $first }: { $rest }
digest-names = { $names } and { $number } more

## Notices that are not wanted for a while

menu-snooze-hour = Snooze 1 hour
# $time is when the next day begins.
menu-snooze-tomorrow = Snooze until tomorrow, { $time }
menu-snoozed = Snoozed until { $time }
menu-end-snooze = End snooze
# A button of a notice.
toast-open-menu = Open menu
not-copied-title = The path of { $project } was not copied
# $reason is what the system says.
not-copied-body = Another program keeps the clipboard: { $reason }. Try again.
page-not-opened-title = The page of { $project } cannot be opened
page-not-opened-body = { $page } cannot be opened: { $reason }. Open it in a browser.

## About, and the start of the program

about-title = PEKAT Tray { $version }
about =
    Shows, starts, stops and switches PEKAT VISION projects.
    An independent program, not made or endorsed by the vendor of PEKAT VISION.

    Licence: MIT or Apache-2.0
# The commit of the sources that the program was built from.
about-commit = Commit: { $commit }
about-configuration = Configuration: { $path }
about-log = Log: { $path }
# $list has the settings' keys in the file, and policies' names.
about-managed = Managed by your organisation: { $list }
# Above a line for each, in English.
about-ignored = Policies that are not valid and are ignored:
# Two buttons; each opens a file.
about-show-licences = Licences…
about-show-log = Log…
already-running = PEKAT Tray is already running. Its icon is in the notification area of the taskbar.

## pekatctl

# $counts is such as “1 server, 2 projects, 1 action”.
configuration-fine = { $path }: fine, { $counts }
configuration-missing = { $path } does not exist; nothing is configured
servers-counted =
    { $number ->
        [one] { $number } server
       *[other] { $number } servers
    }
projects-counted =
    { $number ->
        [one] { $number } project
       *[other] { $number } projects
    }
actions-counted =
    { $number ->
        [one] { $number } action
       *[other] { $number } actions
    }
# How a project was found.
found-in-folder = folder
found-on-page = web page
