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
  const run = (/** @type {string} */ tool, /** @type {string[]} */ ...values) => execFileSync(process.execPath,
    [path.join(binaryen, "bin", tool), ...FEATURES.map((name) => `--enable-${name}`), ...values], { stdio: ["ignore", "ignore", "inherit"] });
  const [all, wanted, made] = [file("all.wasm"), file("wanted.wasm"), file("made.wasm")];
  run("wasm-merge", ...files, "-o", all);
  fs.writeFileSync(wanted, exporting(fs.readFileSync(all), isExported));
  run("wasm-opt", wanted, "-o", made, ...PASSES.map((name) => `--${name}`));
  return fs.readFileSync(made);
}
