// Chromium for tests: a fresh profile, nothing that looks for a network, and all that a page complains of.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium; `OCIVET_CHROMIUM` names another one than Debian's. */
export function launch() {
  const executablePath = process.env.OCIVET_CHROMIUM ?? "/usr/bin/chromium";
  return chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
}

/**
 * A new page, and what it complains of: errors, warnings of the console, violations of its policy; and what it
 * asks for. Violations in workers come as errors of the console.
 */
export async function newPage(browser, settings = {}) {
  const context = await browser.newContext(settings);
  const complaints = [];
  const requests = [];
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      complaints.push(`console: ${message.text()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  context.on("request", (request) => requests.push(request.url()));
  await page.exposeBinding("ocivetComplain", (_, text) => complaints.push(text));
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      window.ocivetComplain(`policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return { page, context, complaints, requests };
}
