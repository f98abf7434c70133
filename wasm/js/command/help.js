export const HELP = `\
Verifies container images and source tarballs before anything is unpacked.

Usage:
  ocivet check [OPTIONS] [INPUT]...
  ocivet explain RULE
  ocivet rules

An INPUT is a file, the directory of an OCI image layout, or - for standard input, which is read where it is piped
and no INPUT is named. Nothing is unpacked.

What is looked for:
      --kind KIND          kind of the inputs [default: found by content]
      --profile PROFILE    layer or package: severities for image layers or for packages [default: found by kind]
      --set RULE=LEVEL     another severity for a rule: deny, warn, info or off; may be repeated
      --limit NAME=VALUE   another bound; units K, M, G, T are powers of 1024; may be repeated
      --expect DIGEST      digest that the archive, a manifest or a config must have; may be repeated
      --digest             report the digest of the whole input
      --no-config          take no notice of a configuration file

What is reported:
      --format FORMAT      text, html, json, sarif, github or junit; may be repeated [default: text]
  -o, --output FILE        file for the --format before it; may be repeated [default: standard output]
      --fail-on LEVEL      severity from which the exit code is 1: deny, warn or info [default: deny]
      --exit-zero          exit with 0 whatever is found; still with 2 where the check could not be made
  -q, --quiet              only the verdict in the text report
  -v, --verbose            all findings in the text report
      --color WHEN         always, auto or never; auto is on a terminal, unless NO_COLOR is set

  -h, --help               this text
  -V, --version            the version

Examples:
  npx ocivet check image.tar
  docker save app:1 | npx ocivet check -
  npx ocivet check --format json -o report.json --format text image.tar

This is the main part of the native command; reports are the same. It reads no configuration files: where there is an
ocivet.toml, it wants --no-config, and what is to be judged otherwise as options.

Exit codes: 0 nothing found, 1 something found, 2 the check could not be made.
`;
