// A server of static files on loopback, for tests: right types, given headers, and a log of what was asked for.
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * Serves folders by the path that they are mounted at, and texts by their own: `{ "/npm/": folder, "/": "<!DOCTYPE …" }`.
 * Gives `{ origin, log, close }`; `log` has a line `METHOD PATH STATUS` for each request.
 */
export async function serve(mounts, headers = {}) {
  const log = [];
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const found = find(mounts, asked);
    const status = request.method !== "GET" ? 405 : found ? 200 : 404;
    log.push(`${request.method} ${asked} ${status}`);
    if (status !== 200) {
      response.writeHead(status).end();
      return;
    }
    response.writeHead(200, { "content-type": found.type, "cache-control": "no-store", ...headers });
    if (found.text !== undefined) {
      response.end(found.text);
    } else {
      createReadStream(found.file).on("error", () => response.destroy()).pipe(response);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    log,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What lies at a path: the mount with the longest prefix has it, or nothing has. */
function find(mounts, asked) {
  const text = mounts[asked];
  if (text !== undefined && !asked.endsWith("/")) {
    return { text, type: TYPES[path.extname(asked)] ?? "application/octet-stream" };
  }
  const prefixes = Object.keys(mounts).filter((prefix) => prefix.endsWith("/") && asked.startsWith(prefix));
  const prefix = prefixes.sort((a, b) => b.length - a.length)[0];
  if (prefix === undefined) {
    return undefined;
  }
  if (mounts[prefix].startsWith("<!")) {
    return asked === prefix ? { text: mounts[prefix], type: TYPES[".html"] } : undefined;
  }
  const rest = asked.slice(prefix.length) || "index.html";
  const file = path.join(mounts[prefix], path.normalize(`/${rest}`));
  const there = statSync(file, { throwIfNoEntry: false })?.isFile();
  return there ? { file, type: TYPES[path.extname(file)] ?? "application/octet-stream" } : undefined;
}
