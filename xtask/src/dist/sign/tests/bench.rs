//! What is signed in the tests, with what, and who stamps the time.

#![expect(clippy::unwrap_used, reason = "helpers of tests may fail as they do")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::thread;

use tempfile::TempDir;

use super::super::{Key, Password, Signing, run, said};
use crate::dist::package::package;
use crate::dist::tests::{small, this};
use crate::setup;

pub(super) const SECRET: &str = "geheim \"ž\" 1";

/// A folder with a key, certificates and something to sign.
pub(super) struct Bench {
    pub(super) folder: TempDir,
}

impl Bench {
    pub(super) fn new() -> Bench {
        setup::ensure(&[setup::SIGNING]).unwrap();
        let bench = Bench {
            folder: tempfile::tempdir().unwrap(),
        };
        bench.openssl("genrsa -out key.pem 2048");
        bench.certificate("good", "codeSigning", 2);
        bench
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn openssl(&self, arguments: &str) {
        let mut command = Command::new("openssl");
        command.args(arguments.split(' '));
        let output = run(command.current_dir(&self.folder)).unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }

    /// A certificate that signs itself, as `NAME.pem`, and with its key as `NAME.p12`.
    pub(super) fn certificate(&self, name: &str, usage: &str, days: i32) {
        fs::write(self.path("usage"), format!("extendedKeyUsage={usage}\n")).unwrap();
        fs::write(self.path("secret"), SECRET).unwrap();
        self.openssl(&format!(
            "req -new -key key.pem -subj /CN={name} -out request"
        ));
        self.openssl(&format!(
            "x509 -req -in request -signkey key.pem -extfile usage -days {days} -out {name}.pem"
        ));
        self.openssl(&format!(
            "pkcs12 -export -inkey key.pem -in {name}.pem -out {name}.p12 -passout file:secret"
        ));
    }

    pub(super) fn signing(&self, name: &str) -> Signing {
        Signing {
            key: Key::Pkcs12(self.path(&format!("{name}.p12"))),
            password: Some(Password::new(SECRET)),
            timestamp: None,
        }
    }

    /// The smallest program for Windows.
    pub(super) fn program(&self) -> PathBuf {
        setup::ensure(&[setup::MINGW]).unwrap();
        let (source, program) = (self.path("program.c"), self.path("program.exe"));
        fs::write(&source, "void __stdcall start(void) {}").unwrap();
        let mut gcc = Command::new("x86_64-w64-mingw32-gcc");
        gcc.args(["-nostdlib", "-Wl,-e,start", "-o"]);
        let output = run(gcc.arg(&program).arg(&source)).unwrap();
        assert!(output.status.success(), "{}", said(&output));
        program
    }

    /// The installer as it is made, of small files.
    pub(super) fn installer(&self) -> PathBuf {
        let installer = self.path("installer.msi");
        fs::write(&installer, package(&small(), &this()).unwrap()).unwrap();
        installer
    }
}

/// Answers one request for a time stamp, and says at which address.
pub(super) fn time_stamps(bench: &Bench) -> String {
    bench.certificate("clock", "critical,timeStamping", 2);
    let configuration = "[tsa]\ndefault_tsa = ours\n[ours]\nserial = serial\n\
                         default_policy = 1.2.3.4\ndigests = sha256\nsigner_digest = sha256\n";
    fs::write(bench.path("clock.cnf"), configuration).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let folder = bench.folder.path().to_owned();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim_end().to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.parse().unwrap();
            } else if line.is_empty() {
                break;
            }
        }
        let mut query = vec![0; length];
        reader.read_exact(&mut query).unwrap();
        fs::write(folder.join("query"), query).unwrap();
        let mut command = Command::new("openssl");
        command.args([
            "ts",
            "-reply",
            "-config",
            "clock.cnf",
            "-queryfile",
            "query",
        ]);
        command.args(["-signer", "clock.pem", "-inkey", "key.pem", "-out", "reply"]);
        let output = run(command.current_dir(&folder)).unwrap();
        assert!(output.status.success(), "{}", said(&output));
        let reply = fs::read(folder.join("reply")).unwrap();
        let head = format!(
            "HTTP/1.0 200 OK\r\nContent-Type: application/timestamp-reply\r\nContent-Length: {}\r\n\r\n",
            reply.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&reply).unwrap();
    });
    address
}
