//! Real engines with places of their own: Debian's dockerd and containerd, started here, and podman.

use std::{
    env, fs,
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::{
    debian::{Registry, layout, push, run},
    image::Shelf,
    place::{Place, Ran, have, leave_out},
};

/// An engine's server, until it is dropped.
struct Daemon(Child);

impl Daemon {
    /// Starts a server, and waits until `asks` succeeds.
    fn start(
        place: &Place,
        program: &str,
        words: &[String],
        asks: &dyn Fn() -> bool,
    ) -> Option<Self> {
        let log = fs::File::create(place.path("daemon.log")).unwrap();
        let child = Command::new(program)
            .args(words)
            .current_dir(place.root())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut daemon = Self(child);
        let began = Instant::now();
        while !asks() {
            let ended = daemon.0.try_wait().unwrap().is_some();
            if ended || began.elapsed() > Duration::from_secs(60) {
                let log = fs::read_to_string(place.path("daemon.log")).unwrap();
                let last: Vec<&str> = log.lines().rev().take(3).collect();
                leave_out(program, &format!("it does not start: {last:?}"));
                return None;
            }
            thread::sleep(Duration::from_millis(200));
        }
        Some(daemon)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It has mounts and children to put away.
        let pid = nix::unistd::Pid::from_raw(self.0.id().try_into().unwrap());
        let _ = nix::sys::signal::kill(pid, nix::sys::signal::Signal::SIGTERM);
        let _ = self.0.wait();
    }
}

/// A registry with an image; the place has its layout, and `fetched.tar`.
fn registry(place: &Place, shelf: &Shelf) -> (Registry, String) {
    let registry = Registry::plain(place);
    layout(place, shelf.clone());
    let name = format!("{}/team/app:1", registry.host);
    push(place, &name, &["--dest-tls-verify=false"]);
    place.run(&format!("fetch {name} --insecure-http -o fetched.tar")).ended(0, &["PASS"]);
    (registry, name)
}

fn as_root(test: &str) -> bool {
    let root = nix::unistd::geteuid().is_root();
    if !root {
        leave_out(test, "the engine needs root");
    }
    root
}

fn with(place: &Place, words: &str, variables: &[(&str, String)]) -> Ran {
    let mut command = place.command(words);
    command.envs(variables.iter().map(|(name, value)| (name, value)));
    Ran::from(command.output().unwrap())
}

/// The ID that an image has in Docker and Podman: the digest of its config.
fn config(place: &Place) -> String {
    let told = run(place.root(), "skopeo", &["inspect", "--raw", "oci:source:1"]);
    let manifest: serde_json::Value = serde_json::from_str(&told).unwrap();
    manifest["config"]["digest"].as_str().unwrap().to_owned()
}

#[test]
fn docker_has_what_was_verified() {
    let tools = ["dockerd", "docker", "containerd", "docker-registry", "skopeo"];
    if !have("dockerd", &tools) || !as_root("dockerd") {
        return;
    }
    let place = Place::new();
    let host = format!("unix://{}", place.path("docker.sock").display());
    let path = |name: &str| place.path(name).display().to_string();
    let words = [
        format!("--host={host}"),
        format!("--data-root={}", path("data")),
        format!("--exec-root={}", path("exec")),
        format!("--pidfile={}", path("docker.pid")),
    ];
    let more = ["--storage-driver=vfs", "--iptables=false", "--ip6tables=false", "--bridge=none"];
    let words = [words.to_vec(), more.map(str::to_owned).to_vec()].concat();
    let answers = || docker(&host, &["info"]).is_ok();
    let Some(_daemon) = Daemon::start(&place, "dockerd", &words, &answers) else { return };
    let variables = [("DOCKER_HOST", host.clone())];
    let shelf = Shelf::new();
    let (_registry, name) = registry(&place, &shelf);
    let id = config(&place);
    let there = || docker(&host, &["image", "inspect", "--format", "{{.Id}}", &name]).ok();

    let ran = with(&place, "load fetched.tar --into docker", &variables);
    ran.ended(0, &[&format!("loaded {name} into docker: {id}")]);
    assert_eq!(there(), Some(id.clone()));
    docker(&host, &["image", "rm", &name]).unwrap();

    let ran = with(&place, &format!("pull {name} --insecure-http"), &variables);
    ran.ended(0, &[&format!("loaded {name} into docker: {id}")]);
    assert_eq!(there(), Some(id));
    docker(&host, &["image", "rm", &name]).unwrap();

    // What is denied is not there afterwards.
    let place = Place::new();
    let server = crate::server::Server::start(|asked| Shelf::bad().answer(asked));
    let name = format!("{}/team/app:1", server.host());
    let ran = with(&place, &format!("pull {name} --insecure-http --into docker"), &variables);
    ran.ended(1, &["path/parent-escape", "nothing was loaded"]);
    assert_eq!(docker(&host, &["image", "ls", "-q"]).unwrap(), "");
    // Without its server there is an error, and what it says.
    let nowhere = [("DOCKER_HOST", "unix:///nowhere.sock".to_owned())];
    let good = Place::new();
    let server = crate::server::Server::start(|asked| Shelf::new().answer(asked));
    let name = format!("{}/team/app:1", server.host());
    let ran = with(&good, &format!("pull {name} --insecure-http --into docker"), &nowhere);
    ran.ended(2, &["docker failed", "nowhere.sock"]);
}

fn docker(host: &str, words: &[&str]) -> Result<String, String> {
    let output = Command::new("docker").arg("--host").arg(host).args(words).output().unwrap();
    let text = |bytes| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

/// Podman with its storage in the place: a script, so that `load` finds it as podman.
fn podman(place: &Place) {
    let real = env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .map(|folder| folder.join("podman"))
        .find(|program| program.is_file())
        .unwrap();
    let path = |name: &str| place.path(name).display().to_string();
    let storage =
        format!("--root {} --runroot {} --storage-driver vfs", path("store"), path("run"));
    place.program("podman", &format!("exec {} {storage} \"$@\"", real.display()));
}

#[test]
fn podman_has_what_was_verified() {
    if !have("podman", &["podman", "docker-registry", "skopeo"]) || !as_root("podman") {
        return;
    }
    let place = Place::new();
    podman(&place);
    let shelf = Shelf::new();
    let (_registry, name) = registry(&place, &shelf);
    let id = config(&place);
    let program = place.path("bin/podman").display().to_string();
    let own = |words: &[&str]| run(place.root(), &program, words);
    let there = || own(&["image", "inspect", "--format", "{{.Id}}", &name]);

    for words in ["load fetched.tar --into podman", "pull NAME --insecure-http --into podman"] {
        let ran = place.run(&words.replace("NAME", &name));
        ran.ended(0, &[&format!("loaded {name} into podman: {id}")]);
        assert!(there().contains(id.strip_prefix("sha256:").unwrap()));
        own(&["rmi", "--force", &name]);
    }
    // An archive of an OCI layout alone, and the folder.
    run(place.root(), "skopeo", &["copy", "oci:source:1", "oci-archive:oci.tar:1"]);
    for input in ["oci.tar", "source"] {
        place.run(&format!("load {input} --into podman")).ended(0, &["into podman"]);
        let all = own(&["images", "--all", "--no-trunc", "--quiet"]);
        assert_eq!(all.lines().collect::<Vec<_>>(), [id.as_str()], "{input}");
        own(&["rmi", "--force", &id]);
    }
}

#[test]
fn containerd_has_what_was_verified() {
    let tools = ["containerd", "ctr", "docker-registry", "skopeo"];
    if !have("containerd", &tools) || !as_root("containerd") {
        return;
    }
    let place = Place::new();
    let socket = place.path("c.sock");
    let configuration = format!(
        "version = 2\nroot = {:?}\nstate = {:?}\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n\
         [grpc]\naddress = {socket:?}\n",
        place.path("c-root"),
        place.path("c-state"),
    );
    place.write("containerd.toml", configuration);
    let words = ["--config".to_owned(), place.path("containerd.toml").display().to_string()];
    let answers = || ctr(&socket, &["version"]).is_some();
    let Some(_daemon) = Daemon::start(&place, "containerd", &words, &answers) else { return };
    let variables = [("CONTAINERD_ADDRESS", socket.display().to_string())];
    let shelf = Shelf::new();
    let (_registry, name) = registry(&place, &shelf);
    let ran = with(&place, "load fetched.tar --into containerd", &variables);
    ran.ended(0, &[&format!("loaded {name} into ctr: {}", shelf.manifest)]);
    let there = ctr(&socket, &["images", "ls"]).unwrap();
    assert!(there.contains(&format!("{name} ")) && there.contains(&shelf.manifest), "{there}");
}

fn ctr(socket: &Path, words: &[&str]) -> Option<String> {
    let output = Command::new("ctr").arg("--address").arg(socket).args(words).output().unwrap();
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
