/**
 * An interpreter's memory: what is alive in it, what is dead, and what is worth keeping in an image.
 */

import { MAGIC, checksum } from "../../../docs/assets/js/worker/image.js";

/** @typedef {import("../../../docs/assets/js/worker/image.js").Range} Range */
/** @typedef {import("../../../docs/assets/js/worker/image.js").ImageHeader} ImageHeader */

const PAGE = 65536;
/** Memory is looked at in blocks of this many bytes: small enough to skip what is equal, large enough for a short list. */
const BLOCK = 64;
const OUTSIDE = 0;
const PARTLY = 1;
const INSIDE = 2;
/** The allocator's own mark at the end of its memory. */
const FOOT = 40;

/** @param {any} M  @returns {number} where the heap ends */
export const heapEnd = (M) => M.HEAPU32[M._emscripten_get_sbrk_ptr() >> 2];

/**
 * Make everything zero that is not in use: free blocks of the heap (apart from the links that the allocator keeps in
 * them) and the unused part of the stack. Walks dlmalloc's blocks from the first to the last and refuses to go on where
 * they do not join up.
 * @param {any} M
 */
export function wipe(M) {
  const { HEAPU8: bytes, HEAPU32: words } = M;
  bytes.fill(0, M._emscripten_stack_get_end(), M.stackSave());
  const end = heapEnd(M) - FOOT;
  let free = 0;
  let block = M.___heap_base;
  while (block < end) {
    const head = words[block / 4 + 1];
    const size = head & ~7;
    if (size < 16 || block + size > end) throw new Error(`the heap does not join up at ${block}: ${size} of ${end}`);
    const inUse = head & 2;
    if (!inUse) {
      free += size;
      // The last block belongs to nobody's list; others hold two links, large ones a node of a tree (16 more bytes).
      const kept = block + size === end ? 8 : size < 256 ? 16 : 32;
      bytes.fill(0, block + kept, block + size);
    }
    block += size;
  }
  return { end, free };
}

/**
 * Give back the copies of libraries that `dlopen` leaves on the heap.
 * @param {any} M
 */
export function dropLibraryFiles(M) {
  for (const handle of Object.keys(M.LDSO.loadedLibsByHandle).map(Number)) {
    const record = (handle + 28) / 4; // struct dso: file_data, file_data_size
    if (!handle || !M.HEAPU32[record]) continue;
    M._emscripten_builtin_free(M.HEAPU32[record]);
    M.HEAPU32[record] = 0;
    M.HEAPU32[record + 1] = 0;
  }
}

/**
 * Say of every block whether it lies in one of these ranges.
 * @param {number} length  of memory
 * @param {Range[]} ranges
 */
function marked(length, ranges) {
  const marks = new Uint8Array(length / BLOCK);
  for (const { start, length } of ranges) {
    const [first, end] = [Math.ceil(start / BLOCK), Math.floor((start + length) / BLOCK)];
    if (first > start / BLOCK) marks[first - 1] = PARTLY;
    if (end < (start + length) / BLOCK) marks[end] = PARTLY;
    marks.fill(INSIDE, first, end);
  }
  return marks;
}

/**
 * Write an image's file, not yet compressed.
 * @param {Uint8Array} memory  as it was
 * @param {Uint8Array} base  as the modules alone leave it, before and after their initialisers
 * @param {Uint8Array} settled
 * @param {Range[]} written  where modules write
 * @param {Uint8Array} under  what is in memory before: the early pieces of another image, or nothing but zeros
 * @param {Omit<ImageHeader, "pages" | "pieces" | "late" | "bytes" | "untouched" | "checksum">} facts
 */
export function encode(memory, base, settled, written, under, facts) {
  const outside = memory.slice(); // with nothing where modules write
  const zeros = new Uint8Array(BLOCK);
  /** @type {Range[]} */ const early = [];
  /** @type {Range[]} */ const late = [];
  /** @type {Range[]} */ const untouched = [];
  /** @param {Range[]} ranges  @param {number} start */
  const add = (ranges, start) => {
    const last = ranges.at(-1);
    if (last && last.start + last.length === start) last.length += BLOCK;
    else ranges.push({ start, length: BLOCK });
  };
  const isWritten = marked(memory.length, [...written, facts.cleared]);
  const isCleared = marked(memory.length, [facts.cleared]);
  for (const { start, length } of [...written, facts.cleared]) outside.fill(0, start, start + length);
  for (let start = 0; start < memory.length; start += BLOCK) {
    const block = outside.subarray(start, start + BLOCK);
    if (Buffer.compare(block, under.subarray(start, start + BLOCK)) !== 0) add(early, start);
    const now = memory.subarray(start, start + BLOCK);
    const zero = Buffer.compare(now, zeros) === 0;
    const same = (/** @type {Uint8Array} */ other) => Buffer.compare(now, other.subarray(start, start + BLOCK)) === 0;
    const state = isWritten[start / BLOCK];
    if (state === OUTSIDE) continue;
    if (state === PARTLY || isCleared[start / BLOCK] === PARTLY) add(late, start);
    else if (isCleared[start / BLOCK] === INSIDE) {
      if (!zero) add(late, start);
    } else if (!same(base) || !same(settled)) add(late, start);
    else if (!zero) add(untouched, start);
  }
  const pieces = [...early, ...late];
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  const header = {
    ...facts, pages: Math.ceil(memory.length / PAGE), pieces: pieces.length, late: early.length, bytes, untouched,
    checksum: checksum(memory.buffer, untouched),
  };
  let text = JSON.stringify(header);
  text += " ".repeat((4 - Buffer.byteLength(text) % 4) % 4);
  const front = Buffer.alloc(8);
  front.writeUInt32LE(MAGIC, 0);
  front.writeUInt32LE(Buffer.byteLength(text), 4);
  const list = new Uint32Array(pieces.flatMap(({ start, length }) => [start, length]));
  const cut = (/** @type {Uint8Array} */ from) => (/** @type {Range} */ { start, length }) => from.subarray(start, start + length);
  const file = Buffer.concat([front, Buffer.from(text), new Uint8Array(list.buffer),
    ...early.map(cut(outside)), ...late.map(cut(memory))]);
  return { file, outside };
}
