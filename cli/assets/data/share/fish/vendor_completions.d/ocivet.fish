# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_ocivet_global_optspecs
    string join \n color= h/help V/version
end

function __fish_ocivet_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_ocivet_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_ocivet_using_subcommand
    set -l cmd (__fish_ocivet_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c ocivet -n "__fish_ocivet_needs_command" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_needs_command" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_needs_command" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "check" -d 'Verifies images, layers, tarballs and image documents'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "checksum" -d 'Compares files with a list of checksums, and verifies the list\'s signature'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "completions" -d 'Writes a completion script for a shell'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "explain" -d 'Says what a rule looks for, why, and what to do'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "fetch" -d 'Downloads an image or a file, verifies it, and keeps it only if nothing speaks against it'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "load" -d 'Verifies an image and hands exactly the verified bytes to a container engine'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "man" -d 'Writes the manual pages'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "name" -d 'Judges names of images, and says what they resolve to'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "policy" -d 'Looks at the policy: which names are trusted and blocked, and what they must show'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "pull" -d 'Downloads an image, verifies it, and hands the verified bytes to a container engine'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "rules" -d 'Lists the rules'
complete -c ocivet -n "__fish_ocivet_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l kind -d 'Kind of the inputs [default: found by content; Dockerfiles by name]' -r -f -a "docker-archive\t''
dockerfile\t''
document\t''
layer\t''
oci-archive\t''
oci-layout\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l profile -d 'Severities for image layers or for packages [default: found by kind]' -r -f -a "layer\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l limit -d 'Another bound; units K, M, G, T are powers of 1024; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l expect -d 'Digest that the archive, a manifest or a config must have; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l build-arg -d 'Value for an ARG of Dockerfiles; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l reference -d 'Name that the inputs were fetched by, which the policy judges' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l checksums -d 'List of checksums, by sha256sum or as BSD writes it, perhaps signed, that must name the inputs' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l checksums-signature -d 'Signature of the list, where it lies in a file of its own (OpenPGP)' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l keyring -d 'Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l time -d 'When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l image-key -d 'Key of which one must have signed each image (PEM or OpenPGP); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l image-signature -d 'Signature or attestation apart from the image: sigstore bundle, DSSE, simple signing; may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l format -d 'Format of the report; may be repeated [default: text]' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s o -l output -d 'File for the --format before it; may be repeated [default: standard output]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l fail-on -d 'Severity from which the exit code is 1' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s j -l jobs -d 'Threads to use [default: one for each core]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l digest -d 'Report the digest of the whole input'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l require-signature -d 'Refuse a list that is not signed; --keyring says so too'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -l exit-zero -d 'Exit with 0 whatever is found; still with 2 where the check could not be made'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s v -l verbose -d 'All findings in the text report; says which configuration is used'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ocivet -n "__fish_ocivet_using_subcommand check" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l checksums-signature -d 'Signature of the list, where it lies in a file of its own (OpenPGP)' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l keyring -d 'Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l time -d 'When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l format -d 'Format of the report; may be repeated [default: text]' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s o -l output -d 'File for the --format before it; may be repeated [default: standard output]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l fail-on -d 'Severity from which the exit code is 1' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s j -l jobs -d 'Threads to use [default: one for each core]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l ignore-missing -d 'Pass over files that are not there, as long as one is'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l require-signature -d 'Refuse a list that is not signed; --keyring says so too'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -l exit-zero -d 'Exit with 0 whatever is found; still with 2 where the check could not be made'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s v -l verbose -d 'All findings in the text report; says which configuration is used'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand checksum" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand completions" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand completions" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand completions" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand explain" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand explain" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand explain" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s o -l output -d 'File to make [default for an address: its last part]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l platform -d 'Platform of a multi-platform image: os/architecture, or with a variant [default: that of this machine]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l max-size -d 'Bytes that it may have, as stored; units K, M, G, T are powers of 1024' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l ca-file -d 'Certificate authorities (PEM) to trust besides those of this machine' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l auth-file -d 'Credentials, as docker login and podman login write them [default: theirs]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l auth-realm -d 'Host besides the registry that may have its credentials; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l timeout -d 'Seconds to connect, and of silence or less than 1 KiB/s, after which a try is given up' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l retries -d 'How often something that broke is tried again' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l kind -d 'Kind of the inputs [default: found by content; Dockerfiles by name]' -r -f -a "docker-archive\t''
dockerfile\t''
document\t''
layer\t''
oci-archive\t''
oci-layout\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l profile -d 'Severities for image layers or for packages [default: found by kind]' -r -f -a "layer\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l limit -d 'Another bound; units K, M, G, T are powers of 1024; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l expect -d 'Digest that the archive, a manifest or a config must have; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l build-arg -d 'Value for an ARG of Dockerfiles; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l reference -d 'Name that the inputs were fetched by, which the policy judges' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l checksums -d 'List of checksums, by sha256sum or as BSD writes it, perhaps signed, that must name the inputs' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l checksums-signature -d 'Signature of the list, where it lies in a file of its own (OpenPGP)' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l keyring -d 'Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l time -d 'When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l image-key -d 'Key of which one must have signed each image (PEM or OpenPGP); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l image-signature -d 'Signature or attestation apart from the image: sigstore bundle, DSSE, simple signing; may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l format -d 'Format of the report on standard output' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l fail-on -d 'Severity from which it is refused' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s j -l jobs -d 'Threads to use [default: one for each core]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l layout -d 'Make a folder of an OCI layout instead of an archive'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l all-platforms -d 'All platforms'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l referrers -d 'Signatures, attestations and whatever else refers to the image'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l insecure-http -d 'Plain HTTP; only to this machine'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l digest -d 'Report the digest of the whole input'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l require-signature -d 'Refuse a list that is not signed; --keyring says so too'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s v -l verbose -d 'All findings in the text report'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ocivet -n "__fish_ocivet_using_subcommand fetch" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l into -d 'Container engine [default: docker, or podman where there is no docker]' -r -f -a "containerd\t'ctr images import'
docker\t'docker load'
podman\t'podman load'"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l spool -d 'Folder for the copy that is verified [default: TMPDIR, or /tmp]' -r -f -a "(__fish_complete_directories)"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l kind -d 'Kind of the inputs [default: found by content; Dockerfiles by name]' -r -f -a "docker-archive\t''
dockerfile\t''
document\t''
layer\t''
oci-archive\t''
oci-layout\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l profile -d 'Severities for image layers or for packages [default: found by kind]' -r -f -a "layer\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l limit -d 'Another bound; units K, M, G, T are powers of 1024; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l expect -d 'Digest that the archive, a manifest or a config must have; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l build-arg -d 'Value for an ARG of Dockerfiles; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l reference -d 'Name that the inputs were fetched by, which the policy judges' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l checksums -d 'List of checksums, by sha256sum or as BSD writes it, perhaps signed, that must name the inputs' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l checksums-signature -d 'Signature of the list, where it lies in a file of its own (OpenPGP)' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l keyring -d 'Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l time -d 'When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l image-key -d 'Key of which one must have signed each image (PEM or OpenPGP); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l image-signature -d 'Signature or attestation apart from the image: sigstore bundle, DSSE, simple signing; may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l format -d 'Format of the report on standard output' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l fail-on -d 'Severity from which it is refused' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -s j -l jobs -d 'Threads to use [default: one for each core]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l digest -d 'Report the digest of the whole input'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l require-signature -d 'Refuse a list that is not signed; --keyring says so too'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -s v -l verbose -d 'All findings in the text report'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ocivet -n "__fish_ocivet_using_subcommand load" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand man" -l out -d 'Directory for the pages' -r -f -a "(__fish_complete_directories)"
complete -c ocivet -n "__fish_ocivet_using_subcommand man" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand man" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand man" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l format -d 'Format of the report; may be repeated [default: text]' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -s o -l output -d 'File for the --format before it; may be repeated [default: standard output]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l fail-on -d 'Severity from which the exit code is 1' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -l exit-zero -d 'Exit with 0 whatever is found; still with 2 where the check could not be made'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -s v -l verbose -d 'All findings in the text report; says which configuration is used'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand name" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -f -a "check" -d 'Says whether the policy is sound, what has no effect, and what is not judged'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -f -a "emit" -d 'Writes the policy\'s blocks for other programs; no file of the system is touched'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -f -a "explain" -d 'Says which scope decides about a name, and what it demands'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and not __fish_seen_subcommand_from check emit explain help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from check" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -s o -l output -d 'File to write [default: standard output]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from emit" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -s h -l help -d 'Print help'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from explain" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "check" -d 'Says whether the policy is sound, what has no effect, and what is not judged'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "emit" -d 'Writes the policy\'s blocks for other programs; no file of the system is touched'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "explain" -d 'Says which scope decides about a name, and what it demands'
complete -c ocivet -n "__fish_ocivet_using_subcommand policy; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l into -d 'Container engine [default: docker, or podman where there is no docker]' -r -f -a "containerd\t'ctr images import'
docker\t'docker load'
podman\t'podman load'"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l spool -d 'Folder for the copy that is verified [default: TMPDIR, or /tmp]' -r -f -a "(__fish_complete_directories)"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l platform -d 'Platform of a multi-platform image: os/architecture, or with a variant [default: that of this machine]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l max-size -d 'Bytes that it may have, as stored; units K, M, G, T are powers of 1024' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l ca-file -d 'Certificate authorities (PEM) to trust besides those of this machine' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l auth-file -d 'Credentials, as docker login and podman login write them [default: theirs]' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l auth-realm -d 'Host besides the registry that may have its credentials; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l timeout -d 'Seconds to connect, and of silence or less than 1 KiB/s, after which a try is given up' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l retries -d 'How often something that broke is tried again' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l kind -d 'Kind of the inputs [default: found by content; Dockerfiles by name]' -r -f -a "docker-archive\t''
dockerfile\t''
document\t''
layer\t''
oci-archive\t''
oci-layout\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l profile -d 'Severities for image layers or for packages [default: found by kind]' -r -f -a "layer\t''
package\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l limit -d 'Another bound; units K, M, G, T are powers of 1024; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l expect -d 'Digest that the archive, a manifest or a config must have; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l build-arg -d 'Value for an ARG of Dockerfiles; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l reference -d 'Name that the inputs were fetched by, which the policy judges' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l checksums -d 'List of checksums, by sha256sum or as BSD writes it, perhaps signed, that must name the inputs' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l checksums-signature -d 'Signature of the list, where it lies in a file of its own (OpenPGP)' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l keyring -d 'Keys of which one must have signed the list (OpenPGP, armoured or binary); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l time -d 'When keys must be valid, as 2026-01-31T12:00:00Z or in seconds since 1970 [default: now]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l image-key -d 'Key of which one must have signed each image (PEM or OpenPGP); may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l image-signature -d 'Signature or attestation apart from the image: sigstore bundle, DSSE, simple signing; may be repeated' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l set -d 'Another severity for a rule: deny, warn, info or off; may be repeated' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l config -d 'Read this configuration file and no other' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l containers-policy -d 'A containers-policy.json(5) that names and images must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l registries-conf -d 'A containers-registries.conf(5), with its drop-ins, that names must satisfy too' -r -F
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l format -d 'Format of the report on standard output' -r -f -a "github\t''
html\t''
json\t''
junit\t''
sarif\t''
text\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l fail-on -d 'Severity from which it is refused' -r -f -a "deny\t''
warn\t''
info\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -s j -l jobs -d 'Threads to use [default: one for each core]' -r
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l all-platforms -d 'All platforms'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l referrers -d 'Signatures, attestations and whatever else refers to the image'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l insecure-http -d 'Plain HTTP; only to this machine'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l digest -d 'Report the digest of the whole input'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l require-signature -d 'Refuse a list that is not signed; --keyring says so too'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -l no-config -d 'Read no configuration file'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -s q -l quiet -d 'Only the verdict in the text report; no progress'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -s v -l verbose -d 'All findings in the text report'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ocivet -n "__fish_ocivet_using_subcommand pull" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand rules" -l format -d 'Format of the list' -r -f -a "json\t'An array of objects'
markdown\t'Tables, one a group'
text\t'Lines'"
complete -c ocivet -n "__fish_ocivet_using_subcommand rules" -l color -d 'When to use colours; auto is on a terminal, unless `NO_COLOR` is set' -r -f -a "always\t''
auto\t''
never\t''"
complete -c ocivet -n "__fish_ocivet_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c ocivet -n "__fish_ocivet_using_subcommand rules" -s V -l version -d 'Print version'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "check" -d 'Verifies images, layers, tarballs and image documents'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "checksum" -d 'Compares files with a list of checksums, and verifies the list\'s signature'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "completions" -d 'Writes a completion script for a shell'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "explain" -d 'Says what a rule looks for, why, and what to do'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "fetch" -d 'Downloads an image or a file, verifies it, and keeps it only if nothing speaks against it'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "load" -d 'Verifies an image and hands exactly the verified bytes to a container engine'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "man" -d 'Writes the manual pages'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "name" -d 'Judges names of images, and says what they resolve to'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "policy" -d 'Looks at the policy: which names are trusted and blocked, and what they must show'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "pull" -d 'Downloads an image, verifies it, and hands the verified bytes to a container engine'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "rules" -d 'Lists the rules'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and not __fish_seen_subcommand_from check checksum completions explain fetch load man name policy pull rules help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "check" -d 'Says whether the policy is sound, what has no effect, and what is not judged'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "emit" -d 'Writes the policy\'s blocks for other programs; no file of the system is touched'
complete -c ocivet -n "__fish_ocivet_using_subcommand help; and __fish_seen_subcommand_from policy" -f -a "explain" -d 'Says which scope decides about a name, and what it demands'
