// What the page must never do, whatever it is given.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { FORMS, answers, choose, pageFolder, sparse, stage, tar, wild, withPage } from "./page.mjs";

const it = stage();
const HOSTILE = [
  "<img src=x onerror=window.hacked=1>",
  "</script><script>window.hacked=1</script>",
  "\"><svg onload=window.hacked=1>",
  "javascript:window.hacked=1",
  "abc\u202egnp.exe",
  "\u2066a\u2069\u200b\u061c\u0007",
];

function hostileArchive() {
  const layer = tar(HOSTILE.flatMap((name) => [[`../${name}`, ""], [name, ""], [`dev/${name}`, "", "3"]]));
  const rootfs = { type: "layers", diff_ids: [HOSTILE[1]] };
  const config = JSON.stringify({ architecture: HOSTILE[0], os: HOSTILE[4], rootfs });
  const RepoTags = HOSTILE.map((tag) => `${tag}:1`);
  const manifest = JSON.stringify([{ Config: HOSTILE[2], RepoTags, Layers: [HOSTILE[0]] }]);
  return tar([[HOSTILE[2], config], [HOSTILE[0], layer], ["manifest.json", manifest], [HOSTILE[4], HOSTILE[4]]]);
}

for (const form of Object.keys(FORMS)) {
  test(`names that carry markup or reorder text are shown as what they are: ${form}`, async () => {
    await withPage(it, async ({ page }) => {
      const buffer = hostileArchive();
      const files = HOSTILE.map((name) => ({ name: `${name}.tar`, mimeType: "application/x-tar", buffer }));
      await choose(page, files);
      await page.locator("#contents").waitFor();
      for (const button of await page.getByRole("button", { name: /^Show / }).all()) {
        await button.click();
      }
      const seen = await page.evaluate(() => {
        const hidden = /[\p{Cc}\p{Cf}]/u;
        const all = [...document.querySelectorAll("body *")];
        const texts = [document.title, ...all.flatMap((element) => [
          ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
          ...[...element.attributes].map((attribute) => attribute.value),
        ])];
        return {
          hacked: window.hacked,
          foreign: all.filter((element) => element.matches("img, iframe, object, embed, #results script")).length,
          handlers: all.filter((element) => [...element.attributes].some(({ name }) => /^(on|style$)/.test(name))).length,
          hidden: texts.filter((text) => hidden.test(text.replace(/\n/g, ""))),
          links: all.filter((element) => element.matches("a")).map((element) => element.getAttribute("href")),
        };
      });
      assert.deepEqual(seen.hidden, []);
      assert.deepEqual([seen.hacked, seen.foreign, seen.handlers], [undefined, 0, 0]);
      assert.ok(seen.links.every((link) => /^#job-\d+$/.test(link)), String(seen.links));
      const text = await page.locator("#results").innerText();
      for (const shown of [HOSTILE[0], HOSTILE[1], "abc\\u{202e}gnp.exe", "\\u{2066}a\\u{2069}\\u{200b}"]) {
        assert.ok(text.includes(shown), shown);
      }
    }, { form });
  });

  test(`after it is loaded it asks for nothing, and works offline: ${form}`, async () => {
    await withPage(it, async ({ page, context, requests, address }) => {
      const loaded = requests.length;
      await context.setOffline(true);
      await choose(page, wild("skopeo.oci.tar"));
      await page.locator("summary", { hasText: "About " }).first().click();
      await page.getByRole("heading", { name: "Why it matters" }).waitFor();
      assert.deepEqual(await answers(page), ["Warning"]);
      // What the browser makes itself is no request to anyone.
      const own = form === "files" ? ["", "page.css", "page.js", "worker.js", "ocivet.wasm", "ocivet-render.wasm"] : [""];
      const asked = (list) => list.filter((url) => !/^(blob|data):/.test(url)).sort();
      assert.deepEqual(asked(requests), own.map((name) => new URL(name, address).href).sort());
      assert.deepEqual(asked(requests.slice(loaded)), []);
    }, { form });
  });

  test(`its policy refuses to send, to run and to frame anything: ${form}`, async () => {
    await withPage(it, async ({ page, requests }) => {
      const refused = await page.evaluate(async () => {
        const tried = {};
        const note = (name, work) => work().then(() => "done", () => "refused").then((end) => { tried[name] = end; });
        await note("fetch", () => fetch("http://127.0.0.1:9/"));
        await note("own server", () => fetch(location.href));
        await note("markup", async () => { document.createElement("p").innerHTML = "<b>x</b>"; });
        // Not within the call of the test's tool, which may do what pages may not.
        await new Promise((resolve) => setTimeout(resolve));
        await note("eval", async () => { (0, eval)("1"); });
        await note("worker", async () => { new Worker("worker.js"); });
        await note("policy", async () => { trustedTypes.createPolicy("other", {}); });
        return tried;
      });
      assert.deepEqual(refused, {
        "fetch": "refused", "own server": "refused", "markup": "refused", "eval": "refused",
        "worker": "refused", "policy": "refused",
      });
      assert.equal(requests.filter((url) => url.includes(":9/")).length, 0);
    }, { form, allowed: ["policy: ", "Content Security Policy", "Trusted"] });
  });
}

test("the page's files name no other place", () => {
  for (const name of readdirSync(pageFolder).filter((name) => /\.(html|js|css)$/.test(name))) {
    const text = readFileSync(path.join(pageFolder, name), "utf8");
    const addresses = [...text.matchAll(/\b(?:https?:)?\/\/[a-z0-9-]+\.[a-z0-9.-]+/g)].map(([address]) => address);
    const known = ["http://www.w3.org"];
    assert.deepEqual(addresses.filter((address) => !known.includes(address)), [], name);
    assert.ok(!/'unsafe-/.test(text), name);
  }
});

test("a file of 1 GB is answered while the page stays alive, in bounded memory", async () => {
  const file = sparse(path.join(it.folder, "large.tar"), 2 ** 30);
  await withPage(it, async ({ page }) => {
    await page.evaluate(() => {
      window.longest = 0;
      let last = performance.now();
      setInterval(() => {
        window.longest = Math.max(window.longest, performance.now() - last);
        last = performance.now();
      }, 10);
    });
    const began = Date.now();
    await page.setInputFiles("#files", file);
    await page.waitForFunction(() => document.querySelector(".verdict"), null, { timeout: 300_000 });
    assert.deepEqual(await answers(page), ["Passed"]);
    const longest = await page.evaluate(() => window.longest);
    const peak = Math.max(...(await renderers(it.browser)).map(peakOf));
    console.log(`# 1 GB: ${Date.now() - began} ms, longest wait ${Math.round(longest)} ms, peak ${peak >> 10} MiB`);
    assert.ok(longest < 500, `the page stood still for ${longest} ms`);
    assert.ok(peak < 400 << 10, `a renderer took ${peak} KiB`);
  });
});

async function renderers(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
}

/** Peak of a process's memory, in KiB. */
function peakOf(id) {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${id}/status`, "utf8"));
  return Number(kibibytes);
}
