//! Signs with certificates and a token made for the purpose, with the real tools and no network.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

mod bench;

use std::fs;
use std::io::Read as _;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use super::{Key, Options, Password, Signing, osslsigncode, run, said, signtool, verify};
use crate::dist::database::Database;
use crate::dist::staged::is_program;
use crate::dist::tests::small;
use crate::dist::{self, write};
use crate::setup;
use bench::{Bench, SECRET, time_stamps};

fn flip_a_byte(file: &Path, at: usize) {
    let mut bytes = fs::read(file).unwrap();
    bytes[at] ^= 1;
    fs::write(file, bytes).unwrap();
}

fn place_of(file: &Path, text: &[u8]) -> usize {
    let bytes = fs::read(file).unwrap();
    bytes.windows(text.len()).position(|w| w == text).unwrap()
}

fn error<T>(outcome: anyhow::Result<T>) -> String {
    match outcome {
        Ok(_) => panic!("it went well"),
        Err(error) => format!("{error:#}"),
    }
}

#[test]
fn a_signed_program_verifies_until_a_byte_is_changed() {
    let bench = Bench::new();
    let program = bench.program();
    let trusted = bench.path("good.pem");
    verify(&program, &trusted).unwrap_err();
    let signing = bench.signing("good");
    signing.check().unwrap();
    signing.sign(&program, "PEKAT Tray").unwrap();
    verify(&program, &trusted).unwrap();
    // As when it is signed once more.
    signing.sign(&program, "PEKAT Tray").unwrap();
    verify(&program, &trusted).unwrap();

    bench.certificate("stranger", "codeSigning", 2);
    verify(&program, &bench.path("stranger.pem")).unwrap_err();
    let stub = place_of(&program, b"This program cannot be run in DOS mode");
    flip_a_byte(&program, stub);
    verify(&program, &trusted).unwrap_err();
}

#[test]
fn a_signed_installer_verifies_until_a_byte_is_changed() {
    let bench = Bench::new();
    let installer = bench.installer();
    let trusted = bench.path("good.pem");
    verify(&installer, &trusted).unwrap_err();
    bench
        .signing("good")
        .sign(&installer, "PEKAT Tray")
        .unwrap();
    verify(&installer, &trusted).unwrap();

    let manufacturer = place_of(&installer, b"The PEKAT Tray developers");
    flip_a_byte(&installer, manufacturer);
    verify(&installer, &trusted).unwrap_err();
}

#[test]
fn all_that_windows_runs_is_signed_and_the_installer_with_it_inside() {
    let bench = Bench::new();
    let program = fs::read(bench.program()).unwrap();
    let mut staged = small();
    for (name, bytes) in &mut staged.files {
        if is_program(name) {
            bytes.clone_from(&program);
        }
    }
    staged.actions.clone_from(&program);
    let signing = bench.signing("good");
    staged.sign(&signing).unwrap();
    let options = dist::Options {
        signing: Some(signing),
        ..dist::Options::default()
    };
    let made = write(&staged, &options, &bench.path("dist")).unwrap();
    let trusted = bench.path("good.pem");
    verify(&made.msi, &trusted).unwrap();

    let inside = Database::read(fs::read(&made.msi).unwrap()).unwrap();
    let mut signed = vec![(
        "actions".to_owned(),
        inside.streams["Binary.Actions"].clone(),
    )];
    let archive = fs::File::open(&made.zip).unwrap();
    let mut archive = zip::ZipArchive::new(archive).unwrap();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let name = file.name().unwrap().into_owned();
        if is_program(&name) {
            signed.push((name, bytes));
        }
    }
    assert_eq!(signed.len(), 4);
    for (name, bytes) in signed {
        let file = bench.path("inside");
        fs::write(&file, bytes).unwrap();
        verify(&file, &trusted).unwrap_or_else(|error| panic!("{name}: {error:#}"));
    }
}

#[test]
fn a_key_in_a_token_signs() {
    setup::ensure(&[setup::TOKEN]).unwrap();
    let bench = Bench::new();
    let tokens = bench.path("tokens");
    fs::create_dir(&tokens).unwrap();
    let configuration = bench.path("softhsm2.conf");
    let place = format!("directories.tokendir = {}\n", tokens.display());
    fs::write(&configuration, place).unwrap();
    let softhsm = |arguments: &str| {
        let mut command = Command::new("softhsm2-util");
        command
            .args(arguments.split(' '))
            .current_dir(&bench.folder);
        let output = run(command.env("SOFTHSM2_CONF", &configuration)).unwrap();
        assert!(output.status.success(), "{}", said(&output));
    };
    bench.openssl("pkcs8 -topk8 -nocrypt -in key.pem -out key.p8");
    softhsm("--init-token --free --label ours --so-pin 12345678 --pin 8765");
    softhsm("--import key.p8 --token ours --label signer --id 01 --pin 8765");

    let program = bench.program();
    let signed = bench.path("signed.exe");
    let sign = |pin: &str, key: &str| {
        let signing = Signing {
            key: Key::Pkcs11 {
                module: "/usr/lib/softhsm/libsofthsm2.so".into(),
                key: key.to_owned(),
                certificate: bench.path("good.pem"),
            },
            password: Some(Password::new(pin)),
            timestamp: None,
        };
        signing.check()?;
        let mut signer = osslsigncode::signer(&signing, &program, &signed, "PEKAT Tray")?;
        signer.command.env("SOFTHSM2_CONF", &configuration);
        osslsigncode::judge(&signing, &run(&mut signer.command)?)
    };
    let key = "pkcs11:token=ours;object=signer;type=private";
    assert_eq!(
        error(sign("1111", key)),
        "the token's PIN is wrong: put it into the environment variable PEKAT_SIGN_PASSWORD, or \
         into a file and give --password-file"
    );
    let other = "pkcs11:token=theirs;object=signer;type=private";
    let told = error(sign("8765", other));
    assert!(told.starts_with("the token's key cannot be used"), "{told}");
    sign("8765", key).unwrap();
    verify(&signed, &bench.path("good.pem")).unwrap();
}

#[test]
fn a_password_is_in_no_command_line_and_no_message() {
    let bench = Bench::new();
    let signing = bench.signing("good");
    assert!(!format!("{signing:?}").contains(SECRET));

    let words = |name: &str| {
        let signer = osslsigncode::signer(&signing, Path::new(name), Path::new("signed"), "A");
        let command = signer.unwrap().command;
        let words = command.get_args().map(|word| word.to_str().unwrap());
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        let password = Path::new(&words[4]);
        assert!(!password.exists(), "the password's file outlives its use");
        words[4] = "FILE".to_owned();
        words[2] = "KEY".to_owned();
        words.join(" ")
    };
    assert_eq!(
        words("a.exe"),
        "sign -pkcs12 KEY -readpass FILE -h sha256 -n A -in a.exe -out signed"
    );
    assert_eq!(
        words("a.msi"),
        "sign -pkcs12 KEY -readpass FILE -add-msi-dse -h sha256 -n A -in a.msi -out signed"
    );
}

#[test]
fn a_signature_is_stamped_with_the_time_or_not_made() {
    let bench = Bench::new();
    let program = bench.program();
    let before = fs::read(&program).unwrap();
    let mut signing = bench.signing("good");
    // Nobody listens there any more.
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let nobody = format!("http://{}/", nobody.unwrap());
    signing.timestamp = Some(nobody.clone());
    let told = error(signing.sign(&program, "A"));
    assert!(
        told.contains(&format!("{nobody} gives no time stamp")),
        "{told}"
    );
    assert_eq!(fs::read(&program).unwrap(), before);

    signing.timestamp = Some(time_stamps(&bench));
    signing.sign(&program, "A").unwrap();
    let mut command = Command::new("osslsigncode");
    command.args(["verify", "-CAfile", "good.pem", "-TSA-CAfile", "clock.pem"]);
    command
        .args(["-in", "program.exe"])
        .current_dir(&bench.folder);
    let output = run(&mut command).unwrap();
    let told = said(&output);
    assert!(output.status.success(), "{told}");
    assert!(
        told.contains("Timestamp Server Signature verification: ok"),
        "{told}"
    );
}

#[test]
fn only_this_user_can_read_the_file_with_the_password() {
    use std::os::unix::fs::PermissionsExt;
    let file = Password::new(SECRET).file().unwrap();
    let mode = file.as_file().metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(fs::read_to_string(file.path()).unwrap(), SECRET);
}

#[test]
fn what_cannot_sign_is_told_with_a_remedy() {
    let bench = Bench::new();
    bench.certificate("old", "codeSigning", -1);
    bench.certificate("web", "serverAuth", 2);
    fs::write(bench.path("text.p12"), "no such thing").unwrap();
    let told = |signing: &Signing| error(signing.check());
    let named = |name: &str| bench.path(name).display().to_string();
    let remedy = "put it into the environment variable PEKAT_SIGN_PASSWORD, or into a file and \
                  give --password-file";

    let good = named("good.p12");
    let mut signing = bench.signing("good");
    signing.password = Some(Password::new("guessed"));
    let wrong = format!("the password of {good} is wrong: {remedy}");
    assert_eq!(told(&signing), wrong);
    let program = bench.program();
    let before = fs::read(&program).unwrap();
    assert_eq!(
        error(signing.sign(&program, "A")),
        format!("signing {}: {wrong}", program.display())
    );
    assert_eq!(fs::read(&program).unwrap(), before);
    signing.password = None;
    let missing = format!("the password of {good} is missing: {remedy}");
    assert_eq!(told(&signing), missing);

    let gone = format!("there is no file {}", named("gone.p12"));
    assert_eq!(told(&bench.signing("gone")), gone);
    let old = told(&bench.signing("old"));
    let expired = format!("the certificate in {} has expired on ", named("old.p12"));
    assert!(old.starts_with(&expired), "{old}");
    let web = told(&bench.signing("web"));
    let unfit = format!(
        "the certificate in {} is not for signing programs",
        named("web.p12")
    );
    assert!(web.starts_with(&unfit), "{web}");
    let text = told(&bench.signing("text"));
    let unread = format!("{} is no PKCS#12 file", named("text.p12"));
    assert!(text.starts_with(&unread), "{text}");
    let unsigned = error(bench.signing("good").sign(&bench.path("secret"), "A"));
    assert!(unsigned.contains("osslsigncode failed ("), "{unsigned}");
}

#[test]
fn a_missing_tool_is_told() {
    assert!(
        error(run(&mut Command::new("/no/such/tool")))
            .starts_with("cannot run /no/such/tool: install it")
    );
}

#[test]
fn the_command_line_names_one_key() {
    let bench = Bench::new();
    let secret = bench.path("secret");
    fs::write(&secret, "from a file\r\n").unwrap();
    let options = Options {
        sign: true,
        pkcs12: Some("key.p12".into()),
        password_file: Some(secret.clone()),
        timestamp: Some("http://time.example".to_owned()),
        ..Options::default()
    };
    let expected = Signing {
        key: Key::Pkcs12("key.p12".into()),
        password: Some(Password::new("from a file")),
        timestamp: Some("http://time.example".to_owned()),
    };
    assert_eq!(options.clone().signing().unwrap(), Some(expected));
    assert_eq!(Options::default().signing().unwrap(), None);

    let none = Options {
        pkcs12: None,
        ..options.clone()
    };
    assert!(error(none.signing()).starts_with("--sign needs a key"));
    let store = Options {
        pkcs12: None,
        thumbprint: Some("a9".repeat(20)),
        ..options
    };
    assert!(error(store.signing()).starts_with("only Windows has a certificate store"));
}

#[test]
fn signtool_signs_from_the_store_and_from_a_file() {
    let words = |signing: &Signing| {
        let command = signtool::signer(
            Path::new("signtool.exe"),
            signing,
            Path::new("a.msi"),
            "PEKAT Tray",
        );
        let words: Vec<String> = command
            .unwrap()
            .get_args()
            .map(|word| word.to_str().unwrap().to_owned())
            .collect();
        words.join(" ")
    };
    let print = super::hexadecimal("\u{200e}a9 b8:c7 00112233445566778899aabbccddeeff01").unwrap();
    let store = Signing {
        key: Key::Store(print),
        password: None,
        timestamp: Some("http://time.example".to_owned()),
    };
    assert_eq!(
        words(&store),
        "sign /q /fd SHA256 /d PEKAT Tray /sha1 a9b8c700112233445566778899aabbccddeeff01 \
         /tr http://time.example /td SHA256 a.msi"
    );
    let file = Signing {
        key: Key::Pkcs12("key.pfx".into()),
        password: Some(Password::new("secret")),
        timestamp: None,
    };
    assert_eq!(
        words(&file),
        "sign /q /fd SHA256 /d PEKAT Tray /f key.pfx /p secret a.msi"
    );
    super::hexadecimal("a9b8").unwrap_err();
}

#[test]
fn the_newest_kit_that_has_signtool_is_taken() {
    let kits = tempfile::tempdir().unwrap();
    for version in ["10.0.9600.0", "10.0.22621.0", "x64"] {
        let folder = kits.path().join(version).join("x64");
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("signtool.exe"), "").unwrap();
    }
    fs::create_dir(kits.path().join("10.0.26100.0")).unwrap();
    let newest = kits.path().join("10.0.22621.0/x64/signtool.exe");
    assert_eq!(signtool::newest(kits.path()), Some(newest));
    assert_eq!(signtool::newest(&kits.path().join("none")), None);
}
