//! The manifests for winget, schema 1.12.
//! <https://learn.microsoft.com/windows/package-manager/package/manifest>

use super::facts::Facts;

/// How winget knows the product.
const IDENTIFIER: &str = "PekatTray.PekatTray";

const SCHEMA: &str = "1.12.0";

/// The three files, by name.
pub(super) fn manifests(facts: &Facts) -> [(String, String); 3] {
    [
        (format!("{IDENTIFIER}.yaml"), version(facts)),
        (format!("{IDENTIFIER}.installer.yaml"), installer(facts)),
        (format!("{IDENTIFIER}.locale.en-US.yaml"), locale(facts)),
    ]
}

fn manifest(kind: &str, facts: &Facts, lines: &str) -> String {
    let Facts { version, .. } = facts;
    format!(
        "# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{SCHEMA}.schema.json\n\
         PackageIdentifier: {IDENTIFIER}\n\
         PackageVersion: {version}\n\
         {lines}\
         ManifestType: {kind}\n\
         ManifestVersion: {SCHEMA}\n"
    )
}

fn version(facts: &Facts) -> String {
    manifest("version", facts, "DefaultLocale: en-US\n")
}

fn installer(facts: &Facts) -> String {
    let Facts {
        file,
        sha256,
        name,
        manufacturer,
        version,
        product_code,
        upgrade_code,
        address,
        ..
    } = facts;
    let url = match address {
        Some(address) => format!("{address}/releases/download/v{version}/{file}"),
        // winget says that it is missing.
        None => "# the address that the MSI is published at".to_owned(),
    };
    let sha256 = sha256.to_uppercase();
    let lines = format!(
        "\
Platform:
- Windows.Desktop
MinimumOSVersion: 10.0.17763.0
InstallerType: msi
Scope: machine
InstallModes:
- interactive
- silent
- silentWithProgress
InstallerSwitches:
  Silent: /qn /norestart
  SilentWithProgress: /qb /norestart
  Log: /l*v \"<LOGPATH>\"
UpgradeBehavior: install
ElevationRequirement: elevatesSelf
Commands:
- pekatctl
ProductCode: '{product_code}'
AppsAndFeaturesEntries:
- DisplayName: {name}
  Publisher: {manufacturer}
  DisplayVersion: {version}
  ProductCode: '{product_code}'
  UpgradeCode: '{upgrade_code}'
  InstallerType: msi
Installers:
- Architecture: x64
  InstallerUrl: {url}
  InstallerSha256: {sha256}
"
    );
    manifest("installer", facts, &lines)
}

fn locale(facts: &Facts) -> String {
    let Facts {
        name,
        manufacturer,
        address,
        ..
    } = facts;
    let page = address
        .as_ref()
        .map_or(String::new(), |address| format!("PackageUrl: {address}\n"));
    let lines = format!(
        "\
PackageLocale: en-US
Publisher: {manufacturer}
PackageName: {name}
{page}License: {}
ShortDescription: {}
Moniker: pekat-tray
Tags:
- machine-vision
- notification-area
- pekat
- tray
",
        env!("CARGO_PKG_LICENSE"),
        "Shows, starts, stops and switches PEKAT VISION projects from the notification area.",
    );
    manifest("defaultLocale", facts, &lines)
}
