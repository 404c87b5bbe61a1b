/** Leave out of a script what nothing in it uses. */

import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @param {string} library  Rollup's folder
 * @param {string} script
 * @returns {Promise<string>}
 */
export async function shaken(library, script) {
  const { rollup } = await import(pathToFileURL(path.join(library, "dist", "es", "rollup.js")).href);
  const bundle = await rollup({
    input: "script",
    plugins: [{ name: "script", resolveId: (/** @type {string} */ id) => id, load: () => script }],
    onwarn(/** @type {{code: string, message: string}} */ { code, message }) {
      if (code !== "EVAL") throw new Error(message); // Emscripten's, for the code of modules that bring some along
    },
  });
  const { output: [{ code }] } = await bundle.generate({ format: "es", compact: true });
  return code;
}
