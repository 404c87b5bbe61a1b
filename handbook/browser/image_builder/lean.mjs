/** Compile Python sources with Pyodide itself, into a folder of `.pyc` files that needs no sources. */

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Never imported by a page. */
const LEFT_OUT = /(^|\/)(tests?|idlelib|lib2to3|pydoc_data|ensurepip|turtledemo)\//;

/**
 * @param {string} pyodideFolder
 * @param {[from: string, to: string][]} folders
 */
export async function compileFolders(pyodideFolder, folders) {
  const { loadPyodide } = await import(pathToFileURL(path.join(pyodideFolder, "pyodide.mjs")).href);
  const pyodide = await loadPyodide({ indexURL: `${pyodideFolder}/`, env: { PYTHONHASHSEED: "0" } });
  pyodide.runPython(fs.readFileSync(new URL("lean.py", import.meta.url), "utf8"));
  const compiled = pyodide.globals.get("compiled");
  for (const [from, to] of folders) {
    for (const file of filesIn(from)) {
      if (LEFT_OUT.test(file)) continue;
      const target = path.join(to, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      const content = new Uint8Array(fs.readFileSync(path.join(from, file)));
      if (!file.endsWith(".py")) fs.writeFileSync(target, content);
      else {
        const made = compiled(content);
        fs.writeFileSync(`${target}c`, made.toJs());
        made.destroy();
      }
    }
  }
}

/** @param {string} folder  @returns {string[]} paths in it, sorted */
export function filesIn(folder) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .sort();
}
