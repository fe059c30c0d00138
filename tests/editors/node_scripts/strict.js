// Compiles a schema as SchemaStore does, and prints what ajv's strict mode has against it.
const fs = require("node:fs");
const Ajv2020 = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;

const complaints = [];
const logger = { log() {}, warn: (words) => complaints.push(words), error: (words) => complaints.push(words) };
const ajv = addFormats(new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, logger }));
const [schema, ...files] = process.argv.slice(2).map((path) => JSON.parse(fs.readFileSync(path, "utf8")));
try {
  const validate = ajv.compile(schema);
  for (const file of files) if (!validate(file)) complaints.push(JSON.stringify(validate.errors));
} catch (error) {
  complaints.push(error.message);
}
console.log(JSON.stringify(complaints));
