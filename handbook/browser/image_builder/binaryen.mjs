/** Binaryen makes one module of several, puts constants where they are used, and leaves out what nothing uses then. */

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { exporting } from "./sections.mjs";

/** What Pyodide compiles for; all browsers that restore an image have it. */
const FEATURES = ["mutable-globals", "sign-ext", "bulk-memory", "nontrapping-float-to-int", "reference-types", "multivalue"];
const PASSES = ["duplicate-import-elimination", "simplify-globals", "precompute", "optimize-instructions", "vacuum",
  "duplicate-function-elimination", "remove-unused-module-elements"];

/**
 * @param {string} binaryen  its folder
 * @param {string} tool
 * @param {string[]} values
 */
function run(binaryen, tool, ...values) {
  execFileSync(process.execPath, [path.join(binaryen, "bin", tool), ...FEATURES.map((name) => `--enable-${name}`), ...values],
    { stdio: ["ignore", "ignore", "inherit"] });
}

/**
 * A module without the functions that nothing in it calls, exports or has in a table, and without what only those imported.
 * @param {string} binaryen  its folder
 * @param {string} work  a folder for this alone
 * @param {Uint8Array} wasm
 * @returns {Uint8Array}
 */
export function withoutUnused(binaryen, work, wasm) {
  fs.mkdirSync(work, { recursive: true });
  const [from, made] = [path.join(work, "from.wasm"), path.join(work, "made.wasm")];
  fs.writeFileSync(from, wasm);
  run(binaryen, "wasm-opt", from, "-o", made, "--remove-unused-module-elements");
  return fs.readFileSync(made);
}

/**
 * @param {string} binaryen  its folder
 * @param {string} work  a folder for this alone
 * @param {[name: string, content: string | Uint8Array][]} parts  what each takes from the others it imports by their names; a
 *   text in WebAssembly's text format, or a module
 * @param {(name: string) => boolean} isExported  whether the whole still exports this
 * @returns {Uint8Array}
 */
export function merged(binaryen, work, parts, isExported) {
  fs.mkdirSync(work, { recursive: true });
  const file = (/** @type {string} */ name) => path.join(work, name);
  const files = parts.flatMap(([name, content]) => {
    const place = file(`${name}.${typeof content === "string" ? "wat" : "wasm"}`);
    fs.writeFileSync(place, content);
    return [place, name];
  });
  const [all, wanted, made] = [file("all.wasm"), file("wanted.wasm"), file("made.wasm")];
  run(binaryen, "wasm-merge", ...files, "-o", all);
  fs.writeFileSync(wanted, exporting(fs.readFileSync(all), isExported));
  run(binaryen, "wasm-opt", wanted, "-o", made, ...PASSES.map((name) => `--${name}`));
  return fs.readFileSync(made);
}
