//! The bill of materials: what of others is in the programs, in the form of CycloneDX 1.6.
//! <https://cyclonedx.org/docs/1.6/json/>

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use uuid::{Uuid, uuid};

use crate::licences::{self, Package};

/// The name space of serial numbers.
const BILLS: Uuid = uuid!("1c1c9be3-5e4e-4a52-b6b0-8a0f3a0e3a5c");

/// The bill of a version. It has no time, and its serial number is made of what it lists.
///
/// # Errors
/// When cargo does not tell what is linked in.
pub(super) fn bill(version: &str) -> Result<String> {
    let packages = licences::packages()?;
    let lock = licences::lock()?;
    let components = packages
        .iter()
        .map(|package| component(package, &lock))
        .collect::<Result<Vec<_>>>()?;
    let root = format!("pkg:generic/pekat-tray@{version}");
    let names: Vec<&Value> = components.iter().map(|it| &it["bom-ref"]).collect();
    let mut bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "PEKAT Tray",
                "version": version,
                "purl": root,
                "licenses": [{ "expression": env!("CARGO_PKG_LICENSE") }],
                "supplier": { "name": "The PEKAT Tray developers" },
            },
        },
        "dependencies": [{ "ref": root, "dependsOn": names }],
    });
    bill["components"] = components.into();
    let digest = Sha256::digest(bill.to_string());
    let serial = Uuid::new_v5(&BILLS, &digest);
    bill["serialNumber"] = serial.urn().to_string().into();
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// A package, with the digest of what it was unpacked from, if it came from a registry.
fn component(package: &Package, lock: &BTreeMap<(String, String), String>) -> Result<Value> {
    let Package {
        name,
        version,
        licence,
    } = package;
    let digest = lock.get(&(name.clone(), version.clone()));
    let digest = digest.with_context(|| format!("{name} {version} has no checksum"))?;
    let purl = format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"));
    Ok(json!({
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{ "expression": expression(licence) }],
        "hashes": [{ "alg": "SHA-256", "content": digest }],
        "scope": "required",
    }))
}

/// Cargo takes a slash for OR, which SPDX does not.
fn expression(licence: &str) -> String {
    let words = licence.split('/').map(str::trim);
    words.collect::<Vec<_>>().join(" OR ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bill_lists_each_package_once_with_its_licence_and_digest() {
        let text = bill("1.2.3").unwrap();
        assert_eq!(text, bill("1.2.3").unwrap());
        let bill: Value = serde_json::from_str(&text).unwrap();
        let components = bill["components"].as_array().unwrap();
        let purls: Vec<_> = components.iter().map(|it| it["purl"].clone()).collect();
        let listed = licences::packages().unwrap();
        assert_eq!(purls.len(), listed.len());
        assert_eq!(bill["dependencies"][0]["dependsOn"], Value::from(purls));
        for component in components {
            let digest = component["hashes"][0]["content"].as_str().unwrap();
            assert_eq!(digest.len(), 64, "{component}");
            let licence = component["licenses"][0]["expression"].as_str().unwrap();
            assert!(!licence.is_empty() && !licence.contains('/'), "{component}");
        }
        let windows_sys = components.iter().find(|it| it["name"] == "windows-sys");
        assert_eq!(
            windows_sys.unwrap()["licenses"][0]["expression"],
            "MIT OR Apache-2.0"
        );
    }

    #[test]
    fn a_slash_between_licences_means_or() {
        for (licence, wanted) in [
            ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
            ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
            ("Unlicense / MIT", "Unlicense OR MIT"),
        ] {
            assert_eq!(expression(licence), wanted);
        }
    }
}
