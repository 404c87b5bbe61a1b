/** WebAssembly modules for tests, written as text. */

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const BINARYEN = fileURLToPath(new URL("../../node_modules/binaryen", import.meta.url));

/** @param {string} folder  for this alone  @param {string} text  @returns {Buffer} the module */
export function assemble(folder, text) {
  const [source, made] = [path.join(folder, "module.wat"), path.join(folder, "module.wasm")];
  fs.writeFileSync(source, text);
  execFileSync(process.execPath, [path.join(BINARYEN, "bin", "wasm-as"), source, "-o", made]);
  return fs.readFileSync(made);
}
