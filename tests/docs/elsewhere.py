"""Commands of the documentation that commands.py does not run: the file that does, with what stands in it, or why none does."""

RUNS = "tests/run"
NETWORK = "it fetches from a package registry"
CHANGES = "it is a step of who changes ocivet, and changes the sources"

ELSEWHERE: dict[str, tuple[str, str] | str] = {
    "tests/run": "it is what runs this",
    "cargo run --manifest-path wasm/build/Cargo.toml --target-dir target/wasm-build": (
        RUNS,
        "--manifest-path wasm/build/Cargo.toml --target-dir target/wasm-build",
    ),
    "cargo install --path cli --locked": ("tests/packages/test_crates.py", '"cargo", "build", "--quiet", "--locked"'),
    "release/build OUT binary": "a release build; tests/packages runs release/tarball with a build of its own, and tests/reproducible the whole",
    "release/image OUT/ocivet-VERSION-TARGET.tar.gz IMAGE.tar": ("tests/packages/test_image.py", "release/image"),
    "tests/reproducible": "it builds everything twice, and is for releases",
    # CONTRIBUTING.md
    "cargo build -p ocivet": (RUNS, "cargo build --locked -p ocivet"),
    "cargo test -p ocivet-core": (RUNS, "cargo nextest run --locked --workspace"),
    "cargo test -p ocivet-tests --test cases": (RUNS, "cargo nextest run --locked --workspace"),
    "cargo test -p ocivet --test command": (RUNS, "cargo nextest run --locked --workspace"),
    "BLESS=1 cargo test -p ocivet-tests --test cases -- entry/shared-directory": CHANGES,
    "git status --short tests/cases": CHANGES,
    "cargo run -p ocivet-tests --bin generate": (RUNS, "cargo run --locked -q -p ocivet-tests --bin generate"),
    "INSTA_UPDATE=always cargo test -p ocivet-tests --test registry": CHANGES,
    "git diff tests/tests/snapshots": CHANGES,
    "cargo build -p ocivet && release/pages target/debug/ocivet": (
        "tests/packages/test_tarball.py",
        'run("release/pages", "--check", COMMAND)',
    ),
    # tests/cases/README.md
    "cargo test -p ocivet-tests --test cases -- path/parent-escape": (RUNS, "cargo nextest run --locked --workspace"),
    "BLESS=1 cargo test -p ocivet-tests --test cases -- path/parent-escape": CHANGES,
    "cargo run -p ocivet-tests --bin recipe -- FILE.toml OUT.tar": (RUNS, "-p ocivet-tests --bin recipe --"),
    # tests/readers/README.md
    "OCIVET_ARCHIVES=target/fuzz/corpus/tar_readers cargo test -p ocivet-tests --test differential": "it wants what fuzzing gathered",
    # fuzz/README.md
    "fuzz/run --seconds 1800 verifier splits": "it wants a nightly compiler and half an hour",
    "cargo nextest run -p ocivet-fuzz": (RUNS, "cargo nextest run --locked --workspace"),
    # python/README.md
    "pip install .": (RUNS, "pip_into \"$1/built\" \"$1/sdist\""),
    "pip install '.[fleet]'": NETWORK,
    "pip install maturin": NETWORK,
    "maturin build --release --locked --out dist": (RUNS, "maturin\" build --locked"),
    "maturin sdist --out dist": (RUNS, "maturin\" sdist --out"),
    "tests/run python": "it is a step of what runs this",
    "ocivet fleet --out results 'images/*.tar' 's3://bucket/**/*.tar' docker://registry.example/team/app:1": (
        "python/tests/test_fleet_sources.py",
        "docker://",
    ),
    "ocivet fleet --out results --inputs urls.txt --resume": ("python/tests/test_fleet_sources.py", "--resume"),
    "ocivet fleet --out s3://bucket/results --inputs urls.txt --scheduler tls://scheduler.example:8786": (
        "python/tests/test_fleet_sources.py",
        "--scheduler=",
    ),
}
