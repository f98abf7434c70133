import { check, init } from "ocivet";

globalThis.run = async (module, bytes, name) => {
  init({ check: module });
  return (await check(bytes, { name })).json;
};
