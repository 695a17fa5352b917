//! The note for who distributes this very installer with Intune or Configuration Manager.

use super::facts::Facts;

/// The note, in Markdown.
pub(super) fn note(facts: &Facts) -> String {
    let Facts {
        file,
        size,
        sha256,
        name,
        manufacturer,
        version,
        product_code,
        upgrade_code,
        installed,
        ..
    } = facts;
    // In units of Windows, rounded up.
    let megabytes = installed.div_euclid(1024 * 1024) + 1;
    format!(
        "\
# {name} {version}: Intune and Configuration Manager

All of this is about this one file; another build has another product code. The installer's properties and features
are told in `installer/README.md` of the sources.

| | |
| --- | --- |
| file | `{file}`, {size} bytes |
| SHA-256 | `{sha256}` |
| publisher | {manufacturer} |
| product code | `{product_code}` |
| upgrade code | `{upgrade_code}` |
| version | `{version}` |
| needs | 64-bit Windows 10 version 1809 or later, {megabytes} MB on the disk |

## The same for both

| | |
| --- | --- |
| install | `msiexec /i \"{file}\" /qn /norestart SERVER=\"Line 1=10.0.0.5:7002\"` |
| uninstall | `msiexec /x {product_code} /qn /norestart` |
| uninstall with all settings and logs | `msiexec /x {product_code} /qn /norestart PURGE=1` |
| repair | `msiexec /fa {product_code} /qn /norestart` |
| runs as | the system, for all users; whether somebody is signed in does not matter |
| restart | never wanted; choose “No specific action” |

| return code | means | tell Intune or Configuration Manager |
| --- | --- | --- |
| 0 | done | success |
| 1602 | somebody cancelled it; not with `/qn` | failed |
| 1603 | it failed and was undone; the log says why: a wrong property, an older Windows, a newer version | failed |
| 1605 | to be uninstalled, but not there | success, for uninstalling |
| 1618 | another installation is under way | retry |
| 1641 | done, Windows restarts; not expected | hard reboot |
| 3010 | done, Windows is to be restarted; not expected | soft reboot |

## Intune

*Apps › Windows › Add › Windows app (Win32)*, with the `.intunewin` that `IntuneWinAppUtil` makes of the MSI. The
commands are those above.

- Requirements: operating system architecture *64-bit*, minimum operating system *Windows 10 1809*.
- Detection rules: *Manually configure*, rule type *MSI*, product code `{product_code}`, product version check
  *Yes*, operator *Greater than or equal to*, value `{version}`.
- A newer version: a new app that supersedes this one, *Uninstall previous version: No*, for it replaces this one
  itself and keeps settings and features.

Chosen as *Line-of-business app* the MSI works, too; properties go into *Command-line arguments*.

## Configuration Manager

*Create Application*, type *Windows Installer (\\*.msi file)*, which reads product code and version by itself. In the
deployment type:

- Installation and uninstallation programs: those above. Installation behaviour *Install for system*, logon
  requirement *Whether or not a user is logged on*, visibility *Hidden*.
- Detection method: *Windows Installer*, product code `{product_code}`, *This MSI product code must exist and the
  following condition must be met*: *Version*, *Greater than or equal to*, `{version}`.
- Requirements: *Operating system*, *All Windows 10 (64-bit)* and *All Windows 11 (64-bit)*.
- Executables for “install behavior”: none; running ones are ended by the installer and started again.
- A newer version: supersedence without *Uninstall*.
"
    )
}
