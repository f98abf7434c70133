// The worker of Node.
import { parentPort } from "node:worker_threads";

import "./hashing-node.js";
import { serve } from "./serve.js";

serve({
  post: (message) => parentPort.postMessage(message),
  listen: (listener) => parentPort.on("message", listener),
});
