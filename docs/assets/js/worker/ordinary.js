/**
 * The ordinary way to Python in this worker, through Pyodide's own front door: slower than an image, and always there.
 */

import { addressOf, fetchAll, sum } from "./files.js";

/** @typedef {import("./files.js").Manifest} Manifest */
/** @typedef {import("./files.js").RuntimeFile} RuntimeFile */
/** @typedef {import("./handler.js").Job} Job */
/** @typedef {import("./handler.js").Outcome} Outcome */
/** @typedef {import("./handler.js").Report} Report */
/** @typedef {import("./interpreter.js").Engine} Engine */

/** @typedef {{step(): string, payload(): PyBytes | null | undefined, close(): void, destroy(): void}} PyJob */
/** @typedef {{toJs(): Uint8Array, destroy(): void}} PyBytes */
/** @typedef {{start(request: string, payload: unknown): PyJob, destroy(): void}} PyDesk */
/** get: makes one where there is none. @typedef {{get(page: string): PyDesk, pop(page: string, otherwise: undefined): PyDesk | undefined}} PyDesks */
/** @typedef {{unpackArchive(buffer: ArrayBuffer, format: string): void, pyimport(name: string): any}} Pyodide */

/**
 * @param {Manifest} manifest
 * @param {Report} report
 * @param {Uint8Array | null} [dumped]  desks to take over
 * @returns {Promise<Engine>}
 */
export async function startOrdinary(manifest, report, dumped = null) {
  const files = [...manifest.core, ...manifest.packages.calculators];
  const fetched = fetchAll(files, (bytes, of_bytes) =>
    report({ kind: "loading", label: "下载计算程序", step: 1, steps: 3, bytes, of_bytes }));
  await Promise.all(fetched.values());
  const total = sum(files);
  report({ kind: "loading", label: "启动计算程序", step: 2, steps: 3, bytes: total, of_bytes: total });
  const pyodide = await loadFrom(new URL(addressOf(manifest.index)), fetched);
  report({ kind: "loading", label: "装入计分规则", step: 3, steps: 3, bytes: total, of_bytes: total });
  await unpack(pyodide, manifest.packages.calculators, fetched);
  /** By the name of the page. @type {PyDesks} */
  const desks = dumped ? pyodide.pyimport("pickle").loads(toBytes(pyodide, dumped.slice().buffer))
    : pyodide.pyimport("collections").defaultdict(pyodide.pyimport("calculators.desk").Desk);

  /** @type {Set<string>} */
  const loaded = new Set();
  return {
    async need(set, reportLoading) {
      if (loaded.has(set)) return;
      const wheels = manifest.packages[set];
      const label = set === "pandas" ? "下载汇总组件" : "下载表格组件";
      const parts = fetchAll(wheels, (bytes, of_bytes) =>
        reportLoading({ kind: "loading", label, step: 1, steps: 2, bytes, of_bytes }));
      await Promise.all(parts.values());
      const bytes = sum(wheels);
      reportLoading({ kind: "loading", label: `装入 ${set}`, step: 2, steps: 2, bytes, of_bytes: bytes });
      await unpack(pyodide, wheels, parts);
      pyodide.pyimport(set).destroy(); // the import itself is the slow part: let it happen under this label
      loaded.add(set);
    },
    begin(page, request, payload) {
      const desk = desks.get(page);
      const job = desk.start(JSON.stringify(request), payload && toBytes(pyodide, payload));
      desk.destroy();
      return wrap(job);
    },
    forget: (page) => desks.pop(page, undefined)?.destroy(),
    rehearse: () => true, // Pyodide's whole start has made enough of the machine code that browsers keep
    memory: () => /** @type {any} */ (pyodide)._module.HEAPU8.length,
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

/** Pyodide's own interpreter, once its script has run: a module's script runs only once. @type {unknown} */
let whole;

/**
 * `loadPyodide`, fed from files that are already here and checked. It asks for them through `fetch`, so `fetch` is
 * answered from the list while it runs; its scripts alone go through `import`, which finds them in the HTTP cache.
 * @param {URL} index
 * @param {Map<string, Promise<Response>>} files
 * @returns {Promise<Pyodide>}
 */
async function loadFrom(index, files) {
  const { loadPyodide } = await import(new URL("pyodide.mjs", index).href);
  // An image's interpreter may have been here, which is not the whole: Pyodide brings its own, once.
  const shared = /** @type {any} */ (globalThis);
  if (whole) shared._createPyodideModule = whole;
  else delete shared._createPyodideModule;
  const ordinary = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href).href;
    const file = files.get(url);
    return file ? (await file).clone() : ordinary(input, init);
  };
  try {
    return await loadPyodide({ indexURL: index.href });
  } finally {
    whole = shared._createPyodideModule;
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
    const response = await files.get(addressOf(url));
    if (!response) throw new Error(`${url} is not among the fetched files`);
    pyodide.unpackArchive(await response.arrayBuffer(), format ?? "wheel");
  }
  pyodide.pyimport("importlib").invalidate_caches();
}
