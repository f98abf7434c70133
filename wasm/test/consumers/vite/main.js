import * as ocivet from "ocivet";

window.run = async (way, file, name) => (await ocivet[way](file, { name })).json;
window.show = (report) => ocivet.render(report, "text");
