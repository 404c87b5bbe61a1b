/**
 * The runtime's files: listed with hash and size in assets/runtime/runtime.json, fetched from the site itself, and checked
 * before they are used.
 */

import { WorkerFault } from "./handler.js";

/** @typedef {{url: string, sha256: string, bytes: number, format?: string}} RuntimeFile */
/** @typedef {{image: RuntimeFile, rest: RuntimeFile}} ImageFiles rest: a zip of what the image can import later */
/** @typedef {{build: string, interpreter: {script: RuntimeFile, wasm: RuntimeFile}, libraries: RuntimeFile, stdlib: RuntimeFile,
 *   core: ImageFiles, pandas: ImageFiles}} Images */
/** @typedef {{pyodide: string, build: string, index: string, core: RuntimeFile[],
 *   packages: Record<"calculators" | "openpyxl" | "pandas", RuntimeFile[]>, images: Images | null}} Manifest */
/** @typedef {(bytes: number, of_bytes: number) => void} Count */

const MANIFEST = new URL("../../runtime/runtime.json", import.meta.url);
const HINT = "请检查网络后重试；若一直如此，请告诉手册维护人重新发布网站。";
const UPDATED = "请按页面下方的“重新载入”，粘贴和填写的内容带不过去时它会先说明；没有这个按钮，就先把内容复制出来，再刷新这一页。";

/** The address of one of the runtime's files. @param {string} url  as the manifest has it */
export const addressOf = (url) => new URL(url, MANIFEST).href;

/** @returns {Promise<Manifest>} */
export async function readManifest() {
  const response = await download(MANIFEST.href, { cache: "no-cache" });
  return await response.json();
}

/** The address under which the service worker gives what is stored on the device. @param {string} href */
export const storedAddressOf = (href) => `${href}?stored`;

/** @param {RuntimeFile[]} files */
export function sum(files) {
  return files.reduce((bytes, file) => bytes + file.bytes, 0);
}

/** A file whose content is as it was when the site was published. @param {RuntimeFile} file */
export function fetchWhole(file) {
  return download(addressOf(file.url), { integrity: `sha256-${file.sha256}` });
}

/**
 * Decompress a file while it comes, and hand on what is ready. The hash is compared at the end, so what was handed on must
 * not be used before that. Where there is no way to hash (plain http) the browser checks the file before it gives any of it.
 * @param {RuntimeFile} file
 * @param {(chunk: Uint8Array) => void} take
 * @param {(bytes: number) => void} count  of the compressed file
 * @param {Promise<unknown>} [first]  what must be over before anything is handed on
 */
export async function decompress(file, take, count, first) {
  const subtle = globalThis.crypto?.subtle;
  const response = subtle ? await download(addressOf(file.url), {}) : await fetchWhole(file);
  await first;
  const whole = new Uint8Array(file.bytes);
  let bytes = 0;
  /** @type {Promise<void> | undefined} */ let checked;
  const noted = new TransformStream({
    transform(/** @type {Uint8Array<ArrayBuffer>} */ chunk, controller) {
      if (bytes + chunk.length > whole.length) throw differs(file);
      whole.set(chunk, bytes);
      bytes += chunk.length;
      count(chunk.length);
      controller.enqueue(chunk);
    },
    flush() { // in the background, while the last parts are being decompressed
      checked = subtle && check(file, whole.buffer);
      checked?.catch(() => {}); // awaited below, unless something fails before
    },
  });
  const body = response.body ?? new Response(await response.arrayBuffer()).body;
  if (!body) throw new Error(`${file.url} has no body`);
  const reader = body.pipeThrough(noted).pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    take(value);
  }
  await checked;
}

/**
 * Compile a module while it comes, and compare its hash beside that. Browsers keep the machine code of what they compiled
 * in this way.
 * @param {RuntimeFile} file
 */
export async function compile(file) {
  const canCheck = Boolean(globalThis.crypto?.subtle);
  const response = canCheck ? await download(addressOf(file.url), {}) : await fetchWhole(file);
  const checked = canCheck ? response.clone().arrayBuffer().then((content) => check(file, content)) : null;
  const streams = response.headers.get("Content-Type")?.startsWith("application/wasm");
  const compiled = streams ? WebAssembly.compileStreaming(response) : response.arrayBuffer().then((content) => WebAssembly.compile(content));
  const [module] = await Promise.all([compiled, checked]);
  return module;
}

/**
 * @param {RuntimeFile} file
 * @param {ArrayBuffer} content
 */
async function check(file, content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  if (btoa(String.fromCharCode(...digest)) !== file.sha256) throw differs(file);
}

/** @param {RuntimeFile} file */
function differs(file) {
  return new Error(`${file.url}：内容与发布时的校验值不符`);
}

/**
 * Fetch all files at once. A response with `integrity` resolves when its whole body is here and right, so bytes are
 * counted by file.
 * @param {RuntimeFile[]} files
 * @param {(bytes: number, of_bytes: number) => void} count
 * @returns {Map<string, Promise<Response>>} by absolute address
 */
export function fetchAll(files, count) {
  const of_bytes = sum(files);
  let bytes = 0;
  count(0, of_bytes);
  return new Map(files.map((file) => {
    return [addressOf(file.url), fetchWhole(file).then((response) => {
      bytes += file.bytes;
      count(bytes, of_bytes);
      return response;
    })];
  }));
}

/**
 * @param {string} href
 * @param {RequestInit} options
 * @returns {Promise<Response>}
 */
export async function download(href, options) {
  const name = href.slice(href.lastIndexOf("/") + 1);
  /** @type {Response} */
  let response;
  try {
    response = await fetch(href, options);
  } catch {
    const stored = await storedCopy(href);
    if (stored) return stored;
    if (await isGone(href)) throw gone(name);
    // The browser gives one error for both, on purpose.
    throw new WorkerFault({ reason: `下载 ${name} 失败：网络中断，或文件与发布时的校验值不符。`, hint: HINT });
  }
  if (response.ok) return response;
  const stored = await storedCopy(href);
  if (stored) return stored;
  if (response.status === 404) throw gone(name);
  throw new WorkerFault({ reason: `下载 ${name} 失败：服务器答复 ${response.status}。`, hint: HINT });
}

/** Whether the server lacks it: where a hash is asked for, its page that says so fails as any wrong content does. @param {string} href */
function isGone(href) {
  return fetch(href, { method: "HEAD" }).then(({ status }) => status === 404, () => false);
}

/** @param {string} name */
function gone(name) {
  return new WorkerFault({ reason: `网站上已经没有 ${name}：手册多半刚更新过，这一页还是旧的一版。`, hint: UPDATED });
}

/**
 * What was stored of it for use without a network, and checked then: the address names the content, so it is the same.
 * @param {string} href
 * @returns {Promise<Response | undefined>}
 */
async function storedCopy(href) {
  try {
    return await globalThis.caches?.match(href);
  } catch (error) {
    if (error instanceof DOMException) return undefined; // storage is blocked
    throw error;
  }
}
