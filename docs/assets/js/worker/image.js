/**
 * The format of an image: what an interpreter's memory held when the image was made, without the parts that are zero and
 * without those that the WebAssembly modules write themselves whenever they are started. The builder (Node) and the
 * worker read it with the same code; docs/maintain/runtime.md says how it works.
 *
 * Decompressed, a file is: magic, length of the header, header (JSON, padded to four bytes), the address and length of
 * each piece, then the pieces' content. Early pieces go straight into memory while the rest is still coming; late ones lie
 * where modules write when they are started, so they wait until all modules are there.
 */

/** "HBI1", little endian. */
export const MAGIC = 0x31494248;
/** Pages of 64 KiB that a module may address: 4 GiB, as Pyodide's own memory. */
const MOST_PAGES = 65536;
const PAGE = 65536;

/** @typedef {{name: string, handle: number}} Library  a shared library: its path, and the address of its record in memory */
/** @typedef {{start: number, length: number}} Range */
/** @typedef {object} ImageHeader
 * @property {string} name  `core` or `pandas`
 * @property {string} build  what it was made from; must be what the manifest says
 * @property {string} pyodide  version
 * @property {number} pages  of memory
 * @property {number} pieces
 * @property {number} late  the first piece that waits
 * @property {number} bytes  of all pieces
 * @property {Range[]} untouched  parts that the modules write themselves
 * @property {number} checksum  of the untouched parts
 * @property {Range} cleared  where initialisers put what differs from browser to browser
 * @property {number} table  length of the function table before libraries, at most
 * @property {Record<string, number>} functions  where in the table the interpreter's exported functions are
 * @property {number} tableEnd  length of the function table with libraries
 * @property {Library[]} libraries  all in one module
 * @property {number} entry  address of the Python function that takes requests
 * @property {number} countArgs  address of the pointer to a function that this browser may or may not have
 * @property {string} probe  what the probe calculation must answer
 */

/** The image is not what it should be, or does not fit this browser's interpreter; the message is for /diag/. */
export class ImageError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "ImageError";
  }
}

/** An image, being read: into memory of its own, or over another image whose early pieces are there already. */
export class Image {
  /** @type {ImageHeader | null} */ #header = null;
  /** @type {WebAssembly.Memory | null} */ #memory = null;
  #front = new Uint8Array(0);
  /** @type {Uint32Array} address and length, in turn */ #pieces = new Uint32Array(0);
  /** @type {Uint8Array} what is to be written last */ #late = new Uint8Array(0);
  /** @type {Image | null} */ #under;
  #piece = 0;
  #within = 0;
  #lateBytes = 0;

  /** @param {Image | null} [under] */
  constructor(under = null) {
    this.#under = under;
  }

  get header() {
    if (!this.#header) throw new ImageError("映像不完整：没有文件头");
    return this.#header;
  }

  /** The interpreter's memory, with the early pieces in it. */
  get memory() {
    if (!this.#memory) throw new ImageError("映像不完整：没有文件头");
    return this.#memory;
  }

  /** Take the next part of the file, of any length. @param {Uint8Array} chunk */
  take(chunk) {
    if (!this.#header) {
      this.#front = joined(this.#front, chunk);
      const rest = this.#open();
      if (!rest) return;
      chunk = rest;
    }
    const memory = new Uint8Array(this.memory.buffer);
    while (chunk.length) {
      if (this.#piece === this.header.pieces) throw new ImageError("映像比文件头所说的长");
      const address = this.#pieces[2 * this.#piece] ?? 0;
      const length = this.#pieces[2 * this.#piece + 1] ?? 0;
      const part = chunk.subarray(0, length - this.#within);
      if (this.#piece < this.header.late) memory.set(part, address + this.#within);
      else {
        this.#late.set(part, this.#lateBytes);
        this.#lateBytes += part.length;
      }
      this.#within += part.length;
      if (this.#within === length) {
        this.#piece += 1;
        this.#within = 0;
      }
      chunk = chunk.subarray(part.length);
    }
  }

  /** Say that the file has ended. */
  finish() {
    if (this.#piece !== this.header.pieces) throw new ImageError("映像不完整，下载可能中断");
  }

  /** Write the late pieces: every module has been started. */
  complete() {
    const memory = new Uint8Array(this.memory.buffer);
    const { start, length: size } = this.header.cleared;
    memory.fill(0, start, start + size);
    let from = 0;
    for (let piece = this.header.late; piece < this.header.pieces; piece += 1) {
      const address = this.#pieces[2 * piece] ?? 0;
      const length = this.#pieces[2 * piece + 1] ?? 0;
      memory.set(this.#late.subarray(from, from + length), address);
      from += length;
    }
    this.#late = new Uint8Array(0);
    const found = checksum(this.memory.buffer, this.header.untouched);
    if (found !== this.header.checksum) throw new ImageError("程序库写下的内容与制作映像时不同");
  }

  /** Read the header and the list of pieces, once they are there. @returns {Uint8Array | null} what follows them */
  #open() {
    const front = this.#front;
    if (front.length < 8) return null;
    const words = new DataView(front.buffer, front.byteOffset);
    if (words.getUint32(0, true) !== MAGIC) throw new ImageError("不是映像文件");
    const listed = 8 + words.getUint32(4, true);
    if (front.length < listed) return null;
    const header = /** @type {ImageHeader} */ (JSON.parse(new TextDecoder().decode(front.subarray(8, listed))));
    const start = listed + 8 * header.pieces;
    if (front.length < start) return null;
    this.#header = header;
    this.#pieces = new Uint32Array(front.slice(listed, start).buffer);
    let late = 0;
    for (let piece = header.late; piece < header.pieces; piece += 1) late += this.#pieces[2 * piece + 1] ?? 0;
    this.#late = new Uint8Array(late);
    const memory = this.#under?.memory ?? new WebAssembly.Memory({ initial: header.pages, maximum: MOST_PAGES });
    const missing = header.pages - memory.buffer.byteLength / PAGE;
    if (missing > 0) memory.grow(missing);
    this.#memory = memory;
    this.#front = new Uint8Array(0);
    return front.subarray(start);
  }
}

/**
 * Start the libraries again, which are one module by now: it knows where the image has their data and which places in the
 * function table are theirs.
 * @param {any} M  Emscripten's module
 * @param {ImageHeader} header
 * @param {WebAssembly.Module | null} module  null where the image has none
 */
export function loadLibraries(M, header, module) {
  const table = M.wasmTable;
  if (table.length > header.table) throw new ImageError(`函数表已有 ${table.length} 项，映像要求不超过 ${header.table} 项`);
  table.grow(header.tableEnd - table.length);
  if (!module) return;
  const flags = { global: false, nodelete: true, loadAsync: false, allowUndefined: false };
  const exports = M.loadWebAssemblyModule(module, flags, "", {}, header.libraries[0]?.handle);
  for (const { name, handle } of header.libraries) {
    const record = { refcount: Infinity, name, exports, global: false };
    M.LDSO.loadedLibsByName[name] = record;
    M.LDSO.loadedLibsByHandle[handle] = record;
  }
  if (table.length !== header.tableEnd) throw new ImageError(`函数表最后是 ${table.length} 项，应为 ${header.tableEnd} 项`);
}

/**
 * @param {ArrayBufferLike} buffer
 * @param {Range[]} ranges  in whole words
 * @returns {number}
 */
export function checksum(buffer, ranges) {
  const words = new Uint32Array(buffer);
  let sum = 0;
  for (const { start, length } of ranges) {
    for (let at = start / 4; at < (start + length) / 4; at += 1) sum = Math.imul(sum ^ (words[at] ?? 0), 0x9e3779b1) + 1 | 0;
  }
  return sum;
}

/**
 * @param {Uint8Array} first
 * @param {Uint8Array} second
 */
function joined(first, second) {
  if (!first.length) return second.slice(); // aligned, and ours
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
