// The page as it is used: inputs in, answers, and what is chosen about them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { FORMS, answers, choose, command, drop, ended, sparse, stage, tar, wild, withPage } from "./page.mjs";

const it = stage();
const changed = path.join(it.folder, "changed.tar");
writeFileSync(changed, readFileSync(wild("docker-save.tar"), "latin1").replace("first line", "first lime"), "latin1");
const endless = sparse(path.join(it.folder, "endless.tar"), 7 * 2 ** 30);

const sha = (algorithm, file) => createHash(algorithm).update(readFileSync(file)).digest("hex");
const firstPart = (page) => page.locator("article.input").first();

for (const form of Object.keys(FORMS)) {
  test(`chosen files are answered one after the other, and each answer stays: ${form}`, async () => {
    await withPage(it, async ({ page }) => {
      await choose(page, [wild("docker-save.tar"), changed, wild("skopeo.oci.tar.xz")]);
      assert.deepEqual(await answers(page), ["Passed", "Denied", "Warning"]);
      await choose(page, wild("bsdtar.tar"));
      assert.deepEqual(await answers(page), ["Passed", "Denied", "Warning", "Passed"]);
      const listed = await page.locator("#contents tbody tr").allTextContents();
      assert.deepEqual(listed, ["Passeddocker-save.tar", "Deniedchanged.tar", "Warningskopeo.oci.tar.xz", "Passedbsdtar.tar"]);
    }, { form });
  });

  test(`dropped files are answered: ${form}`, async () => {
    await withPage(it, async ({ page, address }) => {
      await drop(page, changed, wild("docker-save.tar"));
      await ended(page, 2);
      assert.deepEqual(await answers(page), ["Denied", "Passed"]);
      assert.equal(page.url(), address);
    }, { form });
  });

  test(`saved reports are the native command's: ${form}`, async () => {
    await withPage(it, async ({ page }) => {
      for (const file of [changed, wild("skopeo-zstd.oci.tar")]) {
        await choose(page, file);
        for (const format of ["json", "sarif", "html"]) {
          const [download] = await Promise.all([
            page.waitForEvent("download"),
            page.locator("article.input").last().getByRole("button", { name: `Save ${format}` }).click(),
          ]);
          assert.equal(download.suggestedFilename(), `${path.basename(file)}.ocivet.${format}`);
          assert.equal(readFileSync(await download.path(), "utf8"), command(file, "--digest", "--format", format));
        }
      }
    }, { form });
  });
}

test("a folder that is a layout is answered as the native command does, chosen or dropped", async () => {
  const layout = path.join(it.folder, "layout");
  mkdirSync(layout);
  execFileSync("tar", ["-xf", wild("skopeo.oci.tar"), "-C", layout]);
  const expected = command(layout, "--digest", "--format", "json");
  const json = async (page) => {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save json" }).last().click(),
    ]);
    return readFileSync(await download.path(), "utf8");
  };
  await withPage(it, async ({ page }) => {
    await page.setInputFiles("#folder", layout);
    await ended(page, 1);
    assert.equal(await json(page), expected);
    await drop(page, layout);
    await ended(page, 2);
    assert.equal(await json(page), expected);
    assert.equal(JSON.parse(expected).input.kind, "oci-layout");
  });
});

test("a check is cancelled at once, and the next one begins", async () => {
  await withPage(it, async ({ page }) => {
    await page.setInputFiles("#files", [endless, wild("bsdtar.tar"), wild("docker-save.tar")]);
    const meter = firstPart(page).locator("progress");
    await page.waitForFunction(() => document.querySelector("progress")?.value > 0);
    assert.match(await firstPart(page).locator(".run").textContent(), /of 7\.0 GiB/);
    assert.equal(await meter.getAttribute("aria-label"), "Progress of endless.tar");
    await page.getByRole("button", { name: "Cancel docker-save.tar" }).click();
    const began = Date.now();
    await page.getByRole("button", { name: "Cancel endless.tar" }).click();
    await firstPart(page).locator(".verdict").waitFor();
    assert.ok(Date.now() - began < 2000, `${Date.now() - began} ms`);
    await ended(page, 3);
    assert.deepEqual(await answers(page), ["Cancelled", "Passed", "Cancelled"]);
    await page.getByRole("button", { name: "Check again docker-save.tar" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".verdict.pass").length === 2);
    await page.getByRole("button", { name: "Remove endless.tar" }).click();
    assert.deepEqual(await answers(page), ["Passed", "Passed"]);
  });
});

test("strictness refuses what the report would let pass, at once", async () => {
  await withPage(it, async ({ page }) => {
    await choose(page, wild("docker-save.tar"));
    assert.deepEqual(await answers(page), ["Passed"]);
    for (const [level, expected] of [["warn", "Passed"], ["info", "Refused"], ["deny", "Passed"]]) {
      await page.check(`[name=fail-on][value=${level}]`);
      assert.deepEqual(await answers(page), [expected], level);
    }
  });
});

test("the profile is the one that the native command takes", async () => {
  const file = path.join(it.folder, "absolute.tar");
  writeFileSync(file, tar([["/etc/motd", "hello"]]));
  await withPage(it, async ({ page }) => {
    for (const profile of ["layer", "package"]) {
      await page.check(`[name=profile][value=${profile}]`);
      await choose(page, file);
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Save json" }).last().click(),
      ]);
      const expected = command(file, "--digest", "--profile", profile, "--format", "json");
      assert.equal(readFileSync(await download.path(), "utf8"), expected, profile);
    }
    assert.deepEqual(await answers(page), ["Passed", "Denied"]);
  });
});

/** A text in the form of RFC 9580, section 7, with a signature that nobody made. */
function signed(text) {
  const signature = "-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n-----END PGP SIGNATURE-----\r\n";
  return `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\n${text}\r\n${signature}`;
}

test("pasted digests are compared, and what cannot be compared has no verdict", async () => {
  const file = wild("docker-save.tar");
  const [good, long, bad] = [sha("sha256", file), sha("sha512", file), "0".repeat(64)];
  const paste = [
    [`sha256:${good}`, "Passed"],
    [good.toUpperCase(), "Passed"],
    [long, "Passed"],
    [`sha512:${long}\n`, "Passed"],
    [`${good}  docker-save.tar\n${bad}  other.tar\n`, "Passed"],
    [`${good} *./docker-save.tar\n`, "Passed"],
    [signed(`# docker-save.tar: 30720 bytes\r\nSHA256 (docker-save.tar) = ${good}`), "Passed"],
    [`${"0".repeat(32)}  docker-save.tar\n${good}  docker-save.tar\n`, "Passed"],
    [bad, "Denied"],
    [`${bad}  docker-save.tar\n`, "Denied"],
    [`${good}  docker-save.tar\n${bad}  docker-save.tar\n`, "Denied"],
    [`${good}  other.tar\n`, "Denied"],
    [`${good}  xdocker-save.tar\n`, "Denied"],
    [`${"0".repeat(32)}  docker-save.tar\n`, "Denied"],
    [`SHA256 (docker-save.tar) = ${bad}\n${signed(`SHA256 (docker-save.tar) = ${good}`)}`, "Denied"],
    [signed(`SHA256 (docker-save.tar) = ${good}`).slice(0, -40), "Denied"],
    ["it is fine, trust me", "Denied"],
    ["0".repeat(32), "No verdict"],
    [`sha256:${good.slice(1)}`, "No verdict"],
    [`sha512:${good}`, "No verdict"],
  ];
  await withPage(it, async ({ page }) => {
    await page.locator(".compare summary").click();
    assert.match(await page.locator("#digests-hint").textContent(), /Signatures are not checked here/);
    for (const [text, expected] of paste) {
      await page.fill("#digests", text);
      await choose(page, file);
      assert.equal((await answers(page)).at(-1), expected, text);
    }
    const notes = await page.locator("article.input p.bar").allTextContents();
    assert.equal(notes.filter((text) => /digests? (is|are) that of/.test(text)).length, 4);
    assert.equal(notes.filter((text) => text.includes("The pasted list has this input")).length, 4);
    assert.equal(notes.filter((text) => text.includes("is not that of")).length, 1);
    assert.equal(notes.filter((text) => /does not vouch for this input: see (checksum|signature)\//.test(text)).length, 8);
  });
});

test("a rule's text is shown when it is asked for, and further findings too", async () => {
  const file = path.join(it.folder, "many.tar");
  writeFileSync(file, tar(Array.from({ length: 30 }, (_, number) => [`../up/${number}`, ""])));
  await withPage(it, async ({ page }) => {
    await choose(page, file);
    const about = page.locator("details", { hasText: "About path/parent-escape" });
    assert.equal(await about.locator(".text *").count(), 0);
    await about.locator("summary").click();
    await about.getByRole("heading", { name: "Why it matters" }).waitFor();
    const card = page.locator(".card", { hasText: "About path/parent-escape" });
    assert.equal(await card.locator("li").count(), 8);
    await card.getByRole("button", { name: "Show 22 of 22 more" }).click();
    assert.equal(await card.locator("li").count(), 30);
  });
});
