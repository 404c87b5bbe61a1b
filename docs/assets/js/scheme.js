/** Light or dark on the pages that the theme does not make: what was picked on its other pages, else the device's. */

import { recall } from "./kept.js";

/** The theme keeps the reader's choice under the path of the site's root. @param {string} root */
export function followScheme(root) {
  const dusk = matchMedia("(prefers-color-scheme: dark)");
  const kept = recall(`${new URL(root).pathname}.__palette`);
  const picked = /** @type {{color?: {media?: string, scheme?: string}} | null} */ (kept)?.color;
  const follows = !picked?.scheme || picked.media === "(prefers-color-scheme)";
  const apply = () => {
    const dark = follows ? dusk.matches : picked?.scheme === "slate";
    document.body.dataset["mdColorScheme"] = dark ? "slate" : "default";
  };
  apply();
  dusk.addEventListener("change", apply);
}
