/**
 * Compress files beside themselves: name.gz and name.br, for each name that comes on a line of standard input. Done by
 * Node, whose version is pinned: another zlib would give other bytes for the same site.
 */

import { readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Brotli's best takes ten times as long for 5 % less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS } };
/** @type {[string, (content: Buffer) => Promise<Buffer>][]} */
const KINDS = [
  ["gz", (content) => promisify(gzip)(content, { level: 9 })],
  ["br", (content) => promisify(brotliCompress)(content, BROTLI)],
];

const names = (await text(process.stdin)).split("\n").filter(Boolean);
const sizes = { plain: 0, gz: 0, br: 0 };

async function work() {
  for (let name = names.pop(); name; name = names.pop()) {
    const content = await readFile(name);
    sizes.plain += content.length;
    for (const [ending, compress] of KINDS) {
      const packed = await compress(content);
      sizes[ending] += packed.length;
      if (packed.length < content.length) await writeFile(`${name}.${ending}`, packed);
      else await rm(`${name}.${ending}`, { force: true });
    }
  }
}

await Promise.all(Array.from({ length: 2 * availableParallelism() }, work));
console.log(JSON.stringify(sizes));
