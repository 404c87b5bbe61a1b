/**
 * An interpreter from an image: memory as it was when the site was built, with everything imported. It is checked before
 * anyone relies on it, and whoever calls this takes the ordinary way when it throws. docs/maintain/runtime.md says how it
 * works and what it depends on inside Pyodide.
 */

import { bridge, callWithText } from "./bridge.js";
import { addressOf, compile, decompress, fetchWhole, storedAddressOf, sum } from "./files.js";
import { Image, ImageError, loadLibraries } from "./image.js";

/** @typedef {import("./bridge.js").Call} Call */
/** @typedef {import("./files.js").Images} Images */
/** @typedef {import("./files.js").Manifest} Manifest */
/** @typedef {import("./files.js").RuntimeFile} RuntimeFile */
/** @typedef {import("./handler.js").Job} Job */
/** @typedef {import("./handler.js").Outcome} Outcome */
/** @typedef {import("./handler.js").Report} Report */
/** @typedef {import("./interpreter.js").Engine} Engine */
/** @typedef {import("./interpreter.js").Account} Account */
/** @typedef {import("./image.js").ImageHeader} ImageHeader */
/** @typedef {"core" | "pandas"} ImageName */
/** @typedef {(name: string) => void} Step */
/** Emscripten's module and the way into its Python. @typedef {{name: ImageName, M: any, call: Call}} Restored */
/** @typedef {import("../protocol.js").PackageSet} PackageSet */

/** Where the images expect the zips of what they do not hold. */
const STDLIB = "/lib/python312.zip";
const ARCHIVE = "/lib/site.zip";
/** What the images' script makes a module with: the ordinary way puts another in its place. @type {any} */ let create;

/**
 * @param {Manifest} manifest
 * @param {ReadonlySet<PackageSet>} wanted  what requests need; it grows while they come
 * @param {Report} report
 * @param {Account} account  what is told about it on /diag/
 * @param {Step} step
 * @returns {Promise<Engine>}
 */
export async function startRestored(manifest, wanted, report, account, step) {
  const { images } = manifest;
  if (!images) throw new ImageError("网站没有附带映像");
  if (typeof DecompressionStream !== "function") throw new ImageError("浏览器没有 DecompressionStream");
  const modules = compileInterpreter(images);
  const label = "下载计算程序";
  const count = (/** @type {number} */ bytes, /** @type {number} */ of_bytes) =>
    report({ kind: "loading", label, step: 1, steps: 2, bytes, of_bytes });
  // pandas may be no more than expected: where it does not come, a table can be scored all the same.
  let now = await restore(images, wanted, modules, count, step).catch((error) => {
    if (wanted.has("pandas")) return restore(images, new Set(), modules, count, step);
    throw error;
  });
  account.image = now.name;
  const loaded = new Set(now.name === "pandas" ? ["pandas"] : []);

  return {
    async need(set, reportLoading) {
      if (loaded.has(set)) return;
      if (set === "pandas") {
        const label = "下载汇总组件";
        const other = await restore(images, new Set(["pandas"]), modules, (bytes, of_bytes) =>
          reportLoading({ kind: "loading", label, step: 1, steps: 1, bytes, of_bytes }), step);
        other.call("load", now.call("dump"));
        now = other;
        account.image = "pandas";
        loaded.clear();
      } else {
        const { rest } = account.image === "pandas" ? images.pandas : images.core;
        reportLoading({ kind: "loading", label: "下载表格组件", step: 1, steps: 1, bytes: 0, of_bytes: rest.bytes });
        await Promise.all([fill(now.M, STDLIB, images.stdlib), fill(now.M, ARCHIVE, rest)]);
        callWithText(now.call, "load_module", set);
      }
      loaded.add(set);
    },
    begin(page, request, payload) {
      const { call } = now;
      callWithText(call, "start", `${page}\0${JSON.stringify(request)}`, payload && new Uint8Array(payload));
      return jobOf(call);
    },
    forget: (page) => void callWithText(now.call, "forget", page),
    rehearse: () => callWithText(now.call, "rehearse") !== "",
    memory: () => now.M.HEAPU8.length,
    dump: () => now.call("dump"),
  };
}

/**
 * @param {Call} call
 * @returns {Job}
 */
function jobOf(call) {
  return {
    step: () => /** @type {Outcome} */ (JSON.parse(callWithText(call, "step"))),
    payload() {
      const made = call("payload");
      return made.length ? /** @type {ArrayBuffer} */ (made.slice(1).buffer) : null;
    },
    close: () => void call("close"),
  };
}

/**
 * Begin to fetch and compile what both images run on. Functions that no calculation was seen to call are left out of it;
 * one that is called after all ends the worker, and the next one takes the ordinary way.
 * @param {Images} images
 * @returns {{script: Promise<unknown>, wasm: Promise<WebAssembly.Module>}}
 */
function compileInterpreter({ interpreter }) {
  const address = addressOf(interpreter.script.url);
  const script = import(address).catch(() => import(storedAddressOf(address)))
    .then(() => { create ??= /** @type {any} */ (globalThis)._createPyodideModule; });
  const wasm = compile(interpreter.wasm);
  for (const promise of [script, wasm]) promise.catch(() => {}); // awaited later, perhaps never
  return { script, wasm };
}

/**
 * Bring one image to life. Somebody may want the other while it comes: that one lies over this one, so nothing was in vain.
 * @param {Images} images
 * @param {ReadonlySet<string>} wanted
 * @param {{script: Promise<unknown>, wasm: Promise<WebAssembly.Module>}} interpreter
 * @param {(bytes: number, of_bytes: number) => void} count
 * @param {Step} step
 * @returns {Promise<Restored>}
 */
async function restore(images, wanted, interpreter, count, step) {
  /** @returns {ImageName} */
  const asked = () => (wanted.has("pandas") ? "pandas" : "core");
  let bytes = 0;
  const counted = (/** @type {number} */ more) =>
    count(bytes += more, sum(asked() === "pandas" ? [images.core.image, images.pandas.image] : [images.core.image]));
  counted(0);
  const core = new Image();
  const coreRead = read(core, images.core.image, counted);
  const compiling = Promise.all([interpreter.wasm.then(() => step("解释器已编译")), interpreter.script]);
  for (const promise of [coreRead, compiling]) promise.catch(() => {}); // where another file fails first, nobody hears of it
  if (asked() === "core") await Promise.all([coreRead, compiling]);
  const name = asked();
  const files = images[name];
  const image = name === "core" ? core : new Image(core);
  const [libraries] = await Promise.all([
    name === "pandas" ? compile(images.libraries) : null,
    (name === "pandas" ? read(image, files.image, counted, coreRead) : coreRead).then(() => step("映像已解开")),
    compiling,
  ]);
  const { header } = image;
  if (header.build !== images.build) throw new ImageError(`映像的版本是 ${header.build}，网站的是 ${images.build}`);
  step("程序库已编译");
  const M = await startModule(image.memory, await interpreter.wasm, header);
  step("解释器已建立");
  loadLibraries(M, header, libraries);
  image.complete();
  M.HEAP32[header.countArgs / 4] = M._PyEM_CountArgsPtr;
  mountLater(M, STDLIB, images.stdlib);
  mountLater(M, ARCHIVE, files.rest);
  const call = bridge(M, header.entry);
  call("wake");
  const answer = callWithText(call, "probe");
  if (answer !== header.probe) throw new ImageError(`自检结果是 ${answer}，应为 ${header.probe}`);
  step("自检通过");
  return { name, M, call };
}

/**
 * @param {Image} image
 * @param {RuntimeFile} file
 * @param {(bytes: number) => void} count
 * @param {Promise<void>} [first]
 */
async function read(image, file, count, first) {
  await decompress(file, (chunk) => image.take(chunk), count, first);
  image.finish();
}

/**
 * @param {WebAssembly.Memory} wasmMemory
 * @param {WebAssembly.Module} wasm
 * @param {ImageHeader} header
 * @returns {Promise<any>}
 */
function startModule(wasmMemory, wasm, { functions }) {
  /** @type {WebAssembly.Exports} */ let exported = {};
  return create({
    wasmMemory, noInitialRun: true, preRun: [],
    noImageDecoding: true, noAudioDecoding: true, noWasmDecoding: true,
    thisProgram: "/handbook/python",
    API: { config: { jsglobals: globalThis } },
    locateFile: (/** @type {string} */ name) => name,
    instantiateWasm(/** @type {WebAssembly.Imports} */ imports, /** @type {Function} */ done) {
      void WebAssembly.instantiate(wasm, imports).then((instance) => {
        exported = instance.exports;
        done(instance, wasm);
      });
      return {};
    },
    functionsInTable: () => new WeakMap(Object.entries(functions).map(([name, at]) => [/** @type {Function} */ (exported[name]), at])),
  });
}

/**
 * A file that lies where Python looks for it, and is fetched when Python opens it. Importing cannot wait, so this is the
 * one request that blocks the worker; `fill` before an import that is foreseen avoids it.
 * @param {any} M
 * @param {string} path
 * @param {RuntimeFile} file
 */
function mountLater(M, path, file) {
  M.FS.mkdirTree("/lib");
  const node = M.FS.create(path, 0o444).node ?? M.FS.lookupPath(path).node;
  /** @type {Uint8Array | null} */ let content = null;
  Object.defineProperties(node, {
    usedBytes: { get: () => file.bytes },
    contents: {
      get: () => (content ??= fetchNow(file)),
      set: (/** @type {Uint8Array} */ bytes) => { content = bytes; },
    },
  });
}

/**
 * @param {any} M
 * @param {string} path
 * @param {RuntimeFile} file
 */
async function fill(M, path, file) {
  const response = await fetchWhole(file);
  M.FS.lookupPath(path).node.contents = new Uint8Array(await response.arrayBuffer());
}

/** @param {RuntimeFile} file */
function fetchNow(file) {
  const address = addressOf(file.url);
  const request = requestNow(address) ?? requestNow(storedAddressOf(address));
  if (request?.status !== 200) throw new Error(`${file.url}: HTTP ${request?.status ?? 0}`);
  const content = new Uint8Array(request.response);
  if (content.length !== file.bytes) throw new Error(`${file.url}: ${content.length} of ${file.bytes} bytes`);
  return content;
}

/** @param {string} address @returns {XMLHttpRequest | null} null without a network */
function requestNow(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  try {
    request.send();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
  return request;
}
