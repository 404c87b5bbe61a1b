/**
 * Python in this worker: the only file that knows Pyodide. All files come from the site itself, are listed with hash and
 * size in assets/runtime/runtime.json, and are checked by the browser (`integrity`) before they are used.
 */

import { WorkerFault } from "./handler.js";

/** @typedef {import("./handler.js").Interpreter} Interpreter */
/** @typedef {import("./handler.js").Job} Job */
/** @typedef {import("./handler.js").Outcome} Outcome */
/** @typedef {import("./handler.js").Report} Report */

/** @typedef {{url: string, sha256: string, bytes: number, format?: string}} RuntimeFile */
/** @typedef {{pyodide: string, build: string, index: string, core: RuntimeFile[],
 *   packages: Record<"calculators" | "openpyxl" | "pandas", RuntimeFile[]>}} Manifest */

/** @typedef {{step(): string, payload(): PyBytes | null | undefined, close(): void, destroy(): void}} PyJob */
/** @typedef {{toJs(): Uint8Array, destroy(): void}} PyBytes */
/** @typedef {{start(request: string, payload: unknown): PyJob}} PyDesk */
/** @typedef {{unpackArchive(buffer: ArrayBuffer, format: string): void, pyimport(name: string): any}} Pyodide */

const MANIFEST = new URL("../../runtime/runtime.json", import.meta.url);

/**
 * Bring Python up, ready to take requests.
 * @param {Report} report
 * @returns {Promise<Interpreter>}
 */
export async function startInterpreter(report) {
  const manifest = await readManifest();
  const files = [...manifest.core, ...manifest.packages.calculators];
  const fetched = fetchAll(files, (bytes, of_bytes) =>
    report({ kind: "loading", label: "下载计算程序", step: 1, steps: 3, bytes, of_bytes }));
  await Promise.all(fetched.values());
  const total = sum(files);
  report({ kind: "loading", label: "启动计算程序", step: 2, steps: 3, bytes: total, of_bytes: total });
  const pyodide = await loadFrom(new URL(manifest.index, MANIFEST), fetched);
  report({ kind: "loading", label: "装入计分规则", step: 3, steps: 3, bytes: total, of_bytes: total });
  await unpack(pyodide, manifest.packages.calculators, fetched);
  const desk = /** @type {PyDesk} */ (pyodide.pyimport("calculators.desk").Desk());

  /** @type {Set<string>} */
  const loaded = new Set();
  return {
    build: manifest.build,
    async need(set, reportLoading) {
      if (loaded.has(set)) return;
      const wheels = manifest.packages[set];
      const label = set === "pandas" ? "下载汇总组件 pandas" : "下载表格组件 openpyxl";
      const parts = fetchAll(wheels, (bytes, of_bytes) =>
        reportLoading({ kind: "loading", label, step: 1, steps: 2, bytes, of_bytes }));
      await Promise.all(parts.values());
      const bytes = sum(wheels);
      reportLoading({ kind: "loading", label: `装入 ${set}`, step: 2, steps: 2, bytes, of_bytes: bytes });
      await unpack(pyodide, wheels, parts);
      pyodide.pyimport(set).destroy(); // the import itself is the slow part: let it happen under this label
      loaded.add(set);
    },
    begin: (request, payload) => wrap(desk.start(JSON.stringify(request), payload && toBytes(pyodide, payload))),
  };
}

/**
 * @param {PyJob} job
 * @returns {Job}
 */
function wrap(job) {
  return {
    step: () => /** @type {Outcome} */ (JSON.parse(job.step())),
    payload() {
      const bytes = job.payload();
      if (!bytes) return null;
      const copy = bytes.toJs();
      bytes.destroy();
      return /** @type {ArrayBuffer} */ (copy.buffer).slice(copy.byteOffset, copy.byteOffset + copy.byteLength);
    },
    close() {
      job.close();
      job.destroy();
    },
  };
}

/**
 * JavaScript's buffer as Python's bytes: a copy that Python owns.
 * @param {Pyodide} pyodide
 * @param {ArrayBuffer} payload
 * @returns {unknown}
 */
function toBytes(pyodide, payload) {
  return pyodide.pyimport("operator").methodcaller("to_bytes")(new Uint8Array(payload));
}

/** @returns {Promise<Manifest>} */
async function readManifest() {
  const response = await download(MANIFEST.href, { cache: "no-cache" });
  return await response.json();
}

/**
 * `loadPyodide`, fed from files that are already here and checked. It asks for them through `fetch`, so `fetch` is
 * answered from the list while it runs; its scripts alone go through `import`, which finds them in the HTTP cache.
 * @param {URL} index
 * @param {Map<string, Promise<Response>>} files
 * @returns {Promise<Pyodide>}
 */
async function loadFrom(index, files) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", index).href);
  const ordinary = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href).href;
    const file = files.get(url);
    return file ? (await file).clone() : ordinary(input, init);
  };
  try {
    return await loadPyodide({ indexURL: index.href });
  } finally {
    globalThis.fetch = ordinary;
  }
}

/**
 * @param {Pyodide} pyodide
 * @param {RuntimeFile[]} wheels
 * @param {Map<string, Promise<Response>>} files
 */
async function unpack(pyodide, wheels, files) {
  for (const { url, format } of wheels) {
    const response = await files.get(new URL(url, MANIFEST).href);
    if (!response) throw new Error(`${url} is not among the fetched files`);
    pyodide.unpackArchive(await response.arrayBuffer(), format ?? "wheel");
  }
  pyodide.pyimport("importlib").invalidate_caches();
}

/**
 * Fetch all files at once. A response with `integrity` resolves when its whole body is here and right, so bytes are
 * counted by file.
 * @param {RuntimeFile[]} files
 * @param {(bytes: number, of_bytes: number) => void} count
 * @returns {Map<string, Promise<Response>>} by absolute address
 */
function fetchAll(files, count) {
  const of_bytes = sum(files);
  let bytes = 0;
  count(0, of_bytes);
  return new Map(files.map((file) => {
    const { href } = new URL(file.url, MANIFEST);
    return [href, download(href, { integrity: `sha256-${file.sha256}` }).then((response) => {
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
async function download(href, options) {
  const name = href.slice(href.lastIndexOf("/") + 1);
  const hint = "请检查网络后重试；若一直如此，请告诉手册维护人重新发布网站。";
  /** @type {Response} */
  let response;
  try {
    response = await fetch(href, options);
  } catch {
    // The browser gives one error for both, on purpose.
    throw new WorkerFault({ reason: `下载 ${name} 失败：网络中断，或文件与发布时的校验值不符。`, hint });
  }
  if (!response.ok) throw new WorkerFault({ reason: `下载 ${name} 失败：服务器答复 ${response.status}。`, hint });
  return response;
}

/** @param {RuntimeFile[]} files */
function sum(files) {
  return files.reduce((bytes, file) => bytes + file.bytes, 0);
}
