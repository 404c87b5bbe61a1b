/**
 * The service worker. The build puts `const BUILD = …` before this text and writes both to sw.js at the site's root.
 *
 * A build's files come from one file, the pack, which is stored whole or not at all: so whoever is served by this worker
 * sees one build and never two. A newer worker waits until a reader asks for it. The files of the browser's Python carry
 * their content's hash in their address and go past this worker while there is a network: the browser keeps the code that
 * it compiled from them. They are stored by pages (`parts.js`) and given from there when there is none.
 *
 * A classic script, since not every browser takes a module here.
 */

{
  const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
  const root = new URL(worker.registration.scope);
  const PREFIX = `handbook ${root.pathname} `;
  const OWN = PREFIX + BUILD.id;
  const RUNTIME = `${PREFIX}runtime`;
  const PACK = new URL(BUILD.pack, root).href;
  /** How long a page's data waits for the page that takes its place, in milliseconds. */
  const HELD = 240_000;

  worker.addEventListener("install", (event) => event.waitUntil(store()));
  worker.addEventListener("activate", (event) => event.waitUntil(takeOver()));
  worker.addEventListener("fetch", (event) => {
    const { request } = event;
    const path = pathOf(request);
    if (path === null) return;
    if (Object.hasOwn(BUILD.files, path)) event.respondWith(fromPack(path).then((found) => found ?? fetch(request)));
    else if (path.startsWith("assets/runtime/")) {
      // `?stored`: whoever asks so could not reach the network, whatever the browser thinks of it.
      if (!navigator.onLine || new URL(request.url).search === "?stored") event.respondWith(fromRuntime(request));
    } else if (request.mode === "navigate") event.respondWith(elsewhere(request, path));
  });

  /** @param {Request} request @returns {string | null} relative to the root; null for what is none of ours */
  function pathOf({ method, url }) {
    const { origin, pathname } = new URL(url);
    if (method !== "GET" || origin !== root.origin || !pathname.startsWith(root.pathname)) return null;
    return decodeURI(pathname.slice(root.pathname.length)).replace(/(^|\/)index\.html$/, "$1");
  }

  async function store() {
    const response = await fetch(PACK, { integrity: BUILD.integrity });
    if (!response.ok) throw new Error(`${BUILD.pack}: HTTP ${response.status}`);
    await (await caches.open(OWN)).put(PACK, response);
  }

  async function takeOver() {
    const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN && name !== RUNTIME);
    await Promise.all(names.map((name) => caches.delete(name)));
    await worker.clients.claim();
  }

  /** @type {Promise<Blob | undefined> | undefined} */
  let opened;

  async function openPack() {
    const stored = await caches.match(PACK, { cacheName: OWN });
    return stored?.blob();
  }

  /** @param {string} path @returns {Promise<Response | undefined>} nothing where the browser cleared the copy */
  async function fromPack(path) {
    const blob = await (opened ??= openPack());
    const [start, end] = BUILD.files[path] ?? [0, 0];
    if (!blob) return undefined;
    const body = blob.slice(start, end).stream().pipeThrough(new DecompressionStream("gzip"));
    const ending = path === "" || path.endsWith("/") ? "html" : path.slice(path.lastIndexOf(".") + 1);
    // Whole, not as it comes: a browser that ends this worker meanwhile would leave the page with half a file.
    return new Response(await new Response(body).arrayBuffer(), { headers: { ...BUILD.headers, "Content-Type": BUILD.types[ending] ?? "" } });
  }

  /** @param {Request} request */
  async function fromRuntime(request) {
    const stored = await caches.match(request, { cacheName: RUNTIME, ignoreSearch: true });
    return stored ?? fetch(request); // the browser may have it still
  }

  /** A page that this build does not have. @param {Request} request @param {string} path */
  async function elsewhere(request, path) {
    if (Object.hasOwn(BUILD.files, `${path}/`)) return Response.redirect(`${new URL(`${path}/`, root)}${new URL(request.url).search}`);
    try {
      return await fetch(request);
    } catch (error) {
      const page = await fromPack("404.html");
      if (!page) throw error;
      return new Response(page.body, { status: 404, headers: page.headers });
    }
  }

  /** Data of pages that are being loaded anew, by tab; in this worker's memory and nowhere else.
   * @type {Map<string, {data: unknown, end: () => void}>} */
  const held = new Map();

  worker.addEventListener("message", (event) => {
    const { type, key, data } = event.data;
    const [port] = event.ports;
    if (type === "activate") void worker.skipWaiting();
    else if (type === "build") port?.postMessage({ id: BUILD.id, version: BUILD.version, bytes: BUILD.bytes });
    else if (type === "hold") {
      // Until then this worker is busy, and no newer one can take its place: so it ends as soon as the data was taken.
      event.waitUntil(new Promise((resolve) => {
        const end = () => {
          if (held.get(key)?.end === end) held.delete(key);
          resolve(null);
        };
        held.get(key)?.end();
        held.set(key, { data, end });
        setTimeout(end, HELD);
      }));
      port?.postMessage(true);
    } else if (type === "take") port?.postMessage(held.get(key)?.data ?? null);
    else if (type === "drop") held.get(key)?.end();
  });
}
