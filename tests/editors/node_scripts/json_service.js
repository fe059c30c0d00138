// Asks the language service of VS Code's JSON server: problems of a text, and hover and completion at its first "|".
const fs = require("node:fs");
const { getLanguageService, TextDocument } = require("vscode-json-languageservice");

async function answer(schema, marked) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const service = getLanguageService({});
  service.configure({ validate: true, schemas: [{ uri: "file:///schema.json", fileMatch: ["gage.json"], schema }] });
  const document = TextDocument.create("file:///project/gage.json", "json", 1, text);
  const parsed = service.parseJSONDocument(document);
  const problems = await service.doValidation(document, parsed);
  if (offset < 0) return { problems };
  const place = document.positionAt(offset);
  const hover = await service.doHover(document, place, parsed);
  const completion = await service.doComplete(document, place, parsed);
  return { problems, hover: JSON.stringify(hover), keys: completion.items.map((item) => item.label) };
}

const [schema, marked] = process.argv.slice(2).map((path) => fs.readFileSync(path, "utf8"));
answer(JSON.parse(schema), marked).then((found) => console.log(JSON.stringify(found)));
