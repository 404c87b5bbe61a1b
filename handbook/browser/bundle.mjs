/**
 * Join the site's modules, so that a page asks for one file where it asked for sixty. What a page fetches only when it is
 * wanted stays apart. Nothing is renamed or shortened: the scripts can be read as they were written.
 *
 *   node bundle.mjs ROLLUP FROM TO ENTRY …
 *
 * Prints the modules that went into the joined files, a JSON list of paths below FROM; where it fails, Rollup's message alone.
 */

import path from "node:path";
import { pathToFileURL } from "node:url";

const [library = "", from = "", to = "", ...entries] = process.argv.slice(2);
const { rollup } = await import(pathToFileURL(path.join(library, "dist", "es", "rollup.js")).href);

// An error of Rollup has all the modules that it read in it: the message would be lost among them.
process.on("uncaughtException", (error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});

/** @type {Set<string>} */ const joined = new Set();
// One after the other, so that none shares a file with another: each is one file for whoever starts with it.
for (const entry of entries) {
  const bundle = await rollup({
    input: path.join(from, entry),
    external: (/** @type {string} */ id) => id.includes("/vendor/"),
    onwarn(/** @type {{message: string}} */ { message }) { throw new Error(message); },
  });
  const { output } = await bundle.write({
    dir: path.join(to, path.dirname(entry)), format: "es", entryFileNames: "[name].js", chunkFileNames: "parts/[name].js",
  });
  for (const { moduleIds } of output) for (const id of moduleIds) joined.add(path.relative(from, id).split(path.sep).join("/"));
}
console.log(JSON.stringify([...joined].sort()));
