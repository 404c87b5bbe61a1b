/**
 * A site that was built without its address (SITE_URL) says on paper where it was opened, and its codes lead there: the
 * address that it would say otherwise is that of the machine it was built on.
 */

import { whenIdle } from "./idle.js";

const LOCAL = new Set(["127.0.0.1", "localhost", "[::1]"]);
/** Modules left white around a code. */
const QUIET = 2;

/** For every page. @returns {Promise<void>} settled when the codes are drawn, or will be before the page is printed */
export async function tellServedAddress() {
  const said = document.querySelector("[data-paper-address]");
  const built = said?.getAttribute("data-paper-address");
  if (!said || !built || !LOCAL.has(new URL(built).hostname)) return;
  const { from, to } = move(built, location.origin + location.pathname.replace(/index\.html$/, ""));
  if (from === to) return;
  said.setAttribute("data-paper-address", moved(built, from, to));
  /** @type {[SVGSVGElement, string][]} */
  const drawings = [];
  for (const place of document.querySelectorAll("[data-address]")) {
    const address = moved(place.textContent ?? "", from, to);
    place.textContent = address;
    const drawing = place.closest(".paper-foot, .clause-code")?.querySelector("svg");
    if (drawing) drawings.push([drawing, address]);
  }
  await whenIdle(1000);
  const library = await import("../vendor/lean-qr.js");
  const drawAll = () => {
    // A reader may have gone on to other pages before printing one.
    for (const [drawing, address] of drawings.splice(0)) if (drawing.isConnected) draw(drawing, address, library);
  };
  // Drawing takes a phone a tenth of a second: where it stands on paper only, there is time until then.
  if (drawings.some(([drawing]) => drawing.getClientRects().length > 0)) drawAll();
  else addEventListener("beforeprint", drawAll, { once: true });
}

/**
 * What the two addresses of a page have in common at their ends is its place on the site; what stands before differs.
 * @param {string} built
 * @param {string} served
 */
function move(built, served) {
  const from = built.split("/");
  const to = served.split("/");
  while (from.length > 3 && to.length > 3 && from.at(-1) === to.at(-1)) {
    from.pop();
    to.pop();
  }
  return { from: from.join("/"), to: to.join("/") };
}

/** @param {string} address @param {string} from @param {string} to */
function moved(address, from, to) {
  return address.startsWith(from) ? to + address.slice(from.length) : address;
}

/**
 * Draw a code in place of the one that the build drew, in the same way: a short line for each dark module.
 * @param {SVGSVGElement} drawing
 * @param {string} address
 * @param {typeof import("../vendor/lean-qr.js")} library
 */
function draw(drawing, address, { correction, generate }) {
  const code = generate(address, { minCorrectionLevel: correction.M });
  const places = Array.from({ length: code.size }, (_, place) => place);
  const lines = places.flatMap((y) => places.filter((x) => code.get(x, y)).map((x) => `M${x + QUIET} ${y + QUIET}.5h1`));
  drawing.setAttribute("viewBox", `0 0 ${code.size + 2 * QUIET} ${code.size + 2 * QUIET}`);
  drawing.querySelector("path")?.setAttribute("d", lines.join(""));
}
