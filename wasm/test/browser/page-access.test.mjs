// The page for everyone: by keyboard, by ear, in the dark, and on a small screen.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { answers, choose, ended, sparse, stage, tar, wild, withPage } from "./page.mjs";

const it = stage();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const changed = path.join(it.folder, "changed.tar");
writeFileSync(changed, readFileSync(wild("docker-save.tar"), "latin1").replace("first line", "first lime"), "latin1");
const many = path.join(it.folder, `${"a-long-name-".repeat(15)}.tar`);
writeFileSync(many, tar(Array.from({ length: 30 }, (_, number) => [`../${"up".repeat(30)}/${number}`, ""])));

const endless = sparse(path.join(it.folder, "endless.tar"), 7 * 2 ** 30);

/** All that axe-core finds, also what it only advises. */
async function faults(page) {
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const where = ({ target, failureSummary }) => `${target} ${failureSummary}`;
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(where).join("; ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1100, 360]) {
    test(`axe-core finds nothing, and nothing runs over the side: ${colorScheme}, ${width} pixels`, async () => {
      await withPage(it, async ({ page }) => {
        const look = async (state) => {
          assert.deepEqual(await faults(page), [], state);
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${state}: ${over} pixels`);
        };
        await page.evaluate(axe);
        await look("empty");
        await page.locator(".compare summary").click();
        await choose(page, [wild("docker-save.tar"), changed, wild("skopeo.oci.tar.xz"), many]);
        await page.check("[name=fail-on][value=info]");
        await page.fill("#digests", "abc");
        await choose(page, wild("bsdtar.tar"));
        for (const about of await page.locator("summary", { hasText: "About " }).all()) {
          await about.click();
        }
        await page.getByRole("heading", { name: "Why it matters" }).first().waitFor();
        assert.deepEqual(await answers(page), ["Refused", "Denied", "Refused", "Denied", "No verdict"]);
        await look("answers");
        await page.fill("#digests", "");
        await page.setInputFiles("#files", [endless, changed]);
        await page.locator("progress").waitFor();
        await look("running");
        await page.getByRole("button", { name: "Cancel endless.tar" }).click();
        await ended(page, 7);
        await look("cancelled");
      }, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    });
  }
}

test("everything can be done with the keyboard, and the focus goes to the answer", async () => {
  await withPage(it, async ({ page }) => {
    // Long before it is wanted: the browser must know that a test will choose, not a dialog.
    const chooser = page.waitForEvent("filechooser");
    const focused = () => page.evaluate(() => {
      const { id, name, textContent } = document.activeElement;
      return id || name || textContent;
    });
    const reached = [];
    for (let at = 0; at < 5; at += 1) {
      await page.keyboard.press("Tab");
      reached.push(await focused());
    }
    assert.deepEqual(reached, ["files", "folder", "profile", "fail-on", "Compare with a published digest or CHECKSUM file"]);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "digests");
    await page.focus("[name=fail-on]:checked");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator("[name=fail-on]:checked").getAttribute("value"), "warn");
    await page.focus("#files");
    await page.keyboard.press("Enter");
    await (await chooser).setFiles(changed);
    await ended(page, 1);
    await page.waitForFunction(() => document.activeElement.tagName === "H2");
    assert.equal(await focused(), "job-1-name");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Save JSON");
  });
});

test("what happens is said, and the answer is in words", async () => {
  await withPage(it, async ({ page }) => {
    await page.evaluate(() => {
      window.said = [];
      new MutationObserver(() => window.said.push(document.getElementById("status").textContent))
        .observe(document.getElementById("status"), { childList: true });
    });
    assert.equal(await page.getByRole("status").count(), 1);
    await choose(page, changed);
    await page.waitForFunction(() => document.title.startsWith("Denied"));
    const said = (await page.evaluate(() => window.said)).filter(Boolean);
    assert.deepEqual(said, ["changed.tar: the check runs.", "changed.tar: Denied. 2 deny, 0 warn, 1 info."]);
    assert.equal(await page.title(), "Denied: changed.tar · ocivet");
  });
});

test("the controls have names", async () => {
  await withPage(it, async ({ page }) => {
    const named = [["radio", "Auto"], ["radio", "Image layers"], ["radio", "Warn"], ["group", "Refuse from this severity on"]];
    for (const [role, name] of named) {
      assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, name);
    }
    assert.equal(await page.getByLabel("Choose files").count(), 1);
    assert.equal(await page.getByLabel("Choose a layout folder").count(), 1);
    assert.equal(await page.getByLabel("Digest, or the text of a CHECKSUM file").count(), 1);
  });
});
