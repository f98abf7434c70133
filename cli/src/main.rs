//! The command `ocivet`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    ocivet::command::main()
}
