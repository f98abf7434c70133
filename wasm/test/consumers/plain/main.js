import * as ocivet from "./node_modules/ocivet/dist/browser.js";

window.run = async (way, file, name) => (await ocivet[way](file, { name })).json;
window.show = (report) => ocivet.render(report, "text");
