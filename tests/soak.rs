//! A short run of what `cargo bench --bench soak` does at length.

#![cfg(target_os = "linux")]

#[path = "../benches/soak/run/mod.rs"]
mod run;

/// Enough for every kind of fault on every server.
const POLLS: u64 = 20_000;

#[test]
fn polls_faults_and_operations_leave_no_thread_and_no_socket_behind() {
    let mut held = Vec::new();
    let totals = run::soak(POLLS, |sample| {
        assert!(sample.polls >= POLLS * held.len() as u64 / 10 && sample.held.memory > 0);
        held.push((sample.held.threads, sample.held.files, sample.held.sockets));
    })
    .unwrap();
    assert_eq!(held, [held[0]; 11]);
    assert_eq!(totals.answers, totals.operations);
    let happened = [
        totals.answered,
        totals.faults,
        totals.operations,
        totals.notices,
    ];
    assert!(happened.iter().all(|count| *count > 0), "{totals:?}");
}
