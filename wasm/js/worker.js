// The worker of browsers.
import { serve } from "./serve.js";

serve({
  post: (message) => self.postMessage(message),
  listen: (listener) => self.addEventListener("message", ({ data }) => listener(data)),
});
