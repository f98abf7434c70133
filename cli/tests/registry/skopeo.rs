//! Skopeo and this command decide alike by a containers-policy.json(5): keys and identities of simple signing.
//! Debian's Skopeo is built without sigstore, whose identities are the same.

use std::{fs, process::Command};

use serde_json::{Value, json};

use crate::{
    image::Shelf,
    place::{Place, have},
    server::{Answer, Server},
    signers::{add_gpg_keys, end, gpg, simple},
};

/// A registry with one image that is signed as one of that name, by simple signing.
struct Signed {
    place: Place,
    server: Server,
    image: String,
}

impl Signed {
    /// `name` gets the registry's host.
    fn new(name: impl Fn(&str) -> String) -> Self {
        let place = Place::new();
        add_gpg_keys(&place, "rsa2048");
        let shelf = Shelf::new();
        let image = shelf.manifest.clone();
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/v2/" => Answer::new(200, "{}"),
            path if path.contains("/referrers/") => Answer::new(404, ""),
            _ => shelf.answer(asked),
        });
        let host = server.host();
        let name = name(&host);
        place.write("payload", simple(&image, &name).to_string());
        let folder = format!("lookaside/team/app@{}", image.replace(':', "="));
        place.write(&format!("{folder}/none"), "");
        gpg(
            &place,
            &format!("-u publisher@example.com --output {folder}/signature-1 --sign payload"),
        );
        end(&place);
        fs::rename(place.path(&format!("{folder}/signature-1")), place.path("signature-1"))
            .unwrap();
        fs::copy(place.path("signature-1"), place.path(&format!("{folder}/signature-1"))).unwrap();
        let registries = json!({ "docker": { &host: {
            "lookaside": format!("file://{}", place.path("lookaside").display()) } } });
        // JSON is YAML.
        place.write("registries.d/here.yaml", registries.to_string());
        let words = "--insecure-http -o app.tar";
        place.run(&format!("fetch {host}/team/app:1 {words}")).ended(0, &[]);
        Self { place, server, image }
    }

    /// Whether Skopeo would copy the image by that name.
    fn skopeo(&self, name: &str) -> bool {
        let source = format!("docker://{name}");
        let registries = self.place.path("registries.d");
        let output = Command::new("skopeo")
            .args(["--policy", "policy.json", "--registries.d"])
            .arg(registries)
            .args(["copy", "--src-tls-verify=false", &source, "dir:copied"])
            .current_dir(self.place.root())
            .env("HOME", self.place.path("home"))
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        let denied = text.contains("Source image rejected");
        assert!(output.status.success() != denied, "{text}");
        !denied
    }

    fn ocivet(&self, name: &str) -> bool {
        let words = "check app.tar --containers-policy policy.json --image-signature signature-1";
        let ran = self.place.run(&format!("{words} --reference {name}"));
        let denied = ran.text.contains("policy/unsigned");
        assert_eq!(ran.code, Some(i32::from(denied)), "{}", ran.text);
        !denied
    }
}

#[test]
fn skopeo_and_ocivet_decide_alike() {
    if !have("Skopeo's decisions", &["skopeo", "gpg", "gpgconf"]) {
        return;
    }
    let digest = Shelf::new().manifest;
    let names: [&dyn Fn(&str) -> String; 6] = [
        &|host| format!("{host}/team/app:1"),
        &|host| format!("{host}/team/app:2"),
        &|host| format!("{host}/team/app"),
        &|host| format!("{host}/team/app@{digest}"),
        &|host| format!("{host}/team/other:1"),
        &|_| "registry.example/team/app:1".to_owned(),
    ];
    let mut taken = 0;
    for name in names {
        let signed = Signed::new(name);
        let host = signed.server.host();
        let identities = [
            Value::Null,
            json!({ "type": "matchExact" }),
            json!({ "type": "matchRepoDigestOrExact" }),
            json!({ "type": "matchRepository" }),
            json!({ "type": "exactReference", "dockerReference": format!("{host}/team/app:2") }),
            json!({ "type": "exactRepository", "dockerRepository": format!("{host}/team/app") }),
            json!({ "type": "remapIdentity", "prefix": host, "signedPrefix": "registry.example" }),
            json!({ "type": "remapIdentity", "prefix": "127.0.0.1", "signedPrefix": "registry.example" }),
        ];
        for identity in &identities {
            for key in ["publisher.gpg", "somebody.gpg"] {
                let path = signed.place.path(key).display().to_string();
                let mut requirement =
                    json!({ "type": "signedBy", "keyType": "GPGKeys", "keyPath": path });
                if !identity.is_null() {
                    requirement["signedIdentity"] = identity.clone();
                }
                let accept = json!([{ "type": "insecureAcceptAnything" }]);
                let policy = json!({ "default": [{ "type": "reject" }], "transports": {
                    "docker": { &host: [requirement] },
                    "docker-archive": { "": accept } } });
                signed.place.write("policy.json", policy.to_string());
                for intended in
                    [format!("{host}/team/app:1"), format!("{host}/team/app@{}", signed.image)]
                {
                    let peer = signed.skopeo(&intended);
                    taken += usize::from(peer);
                    assert_eq!(
                        signed.ocivet(&intended),
                        peer,
                        "{policy} {intended} {}",
                        name(&host)
                    );
                }
            }
        }
    }
    // Some are taken and most are not, or nothing was compared.
    assert!((20..200).contains(&taken), "{taken}");
}
