// Opens packages of boards with aac-processors, and prints what it made of each as a line of JSON.
"use strict";

const { createHash } = require("node:crypto");
const fs = require("node:fs");
const JSZip = require("jszip");
const { ObfProcessor } = require("@willwade/aac-processors/obf");
const { ObfValidator } = require("@willwade/aac-processors/validation");

const print = console.log;
console.log = () => {}; // The library tells what it does.

function complaints(report) {
  return report.results.flatMap((check) => [check.error, ...(check.warnings ?? [])].filter(Boolean));
}

function seen(button) {
  return {
    label: button.label,
    message: button.message,
    target: button.targetPageId ?? null,
    image: button.image ? createHash("sha256").update(button.image).digest("hex") : null,
  };
}

async function read(path) {
  const processor = new ObfProcessor();
  const tree = await processor.loadIntoTree(path);
  const found = complaints(await processor.validate(path));
  const zip = await JSZip.loadAsync(fs.readFileSync(path));
  for (const name of Object.keys(zip.files).filter((each) => each.endsWith(".obf"))) {
    const bytes = await zip.file(name).async("uint8array");
    found.push(...complaints(await new ObfValidator().validate(bytes, name, bytes.length)));
  }
  const boards = {};
  for (const page of Object.values(tree.pages)) {
    boards[page.id] = {
      name: page.name,
      locale: page.locale,
      rows: page.grid.map((row) => row.map((button) => button && seen(button))),
    };
  }
  return { root: tree.rootId, boards, complaints: found };
}

(async () => {
  for (const path of process.argv.slice(2)) print(JSON.stringify(await read(path)));
})();
