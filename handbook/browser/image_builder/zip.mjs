/** A zip with sorted names, fixed times and deflate: the same files give the same bytes. */

import fs from "node:fs";
import path from "node:path";
import zlib from "node:zlib";

import { filesIn } from "./lean.mjs";

/** 1 January 1980, the earliest that a zip can say. */
const DATE = 0x21;

/**
 * @param {string[]} folders  whose contents lie beside each other in the zip
 * @param {RegExp} [leftOut]
 */
export function zipFolders(folders, leftOut = /^$/) {
  /** @type {Buffer[]} */ const locals = [];
  /** @type {Buffer[]} */ const directory = [];
  let offset = 0;
  const files = folders.flatMap((folder) => filesIn(folder).map((name) => ({ folder, name })));
  for (const { folder, name } of files) {
    if (leftOut.test(name)) continue;
    const content = fs.readFileSync(path.join(folder, name));
    const packed = zlib.deflateRawSync(content, { level: 9 });
    const facts = Buffer.alloc(26); // from "version needed" to "length of extra field": the same in both places
    facts.writeUInt16LE(20, 0);
    facts.writeUInt16LE(0x800, 2); // the name is UTF-8
    facts.writeUInt16LE(8, 4); // deflate
    facts.writeUInt16LE(DATE, 8);
    facts.writeUInt32LE(zlib.crc32(content), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(content.length, 18);
    facts.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), facts, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14); // comment, disk, attributes
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), facts, tail, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(locals.length, 4);
  end.writeUInt16LE(locals.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listed, Buffer.from("PK\x05\x06"), end]);
}
