/** The search box: opens on intent, shows results as they are typed, is worked by keys alone. Lives for the whole visit. */

import { copyText } from "../clipboard.js";
import { el, replace } from "../dom.js";
import { areSingleKeysOn } from "../single-keys.js";
import { SearchClient, address } from "./client.js";
import { resultItems, resultSaid, visitItem } from "./results.js";
import { noteVisit, visits } from "./visits.js";

const OPENING_KEYS = new Set(["/", "s", "f"]);
const LATELY = 6;
const INTRO = "输入编号（KH-204）、标题、条文里的字或拼音。";

/** @template {Element} T @param {ParentNode} within @param {string} selector @param {new () => T} type @returns {T} */
function part(within, selector, type) {
  const node = within.querySelector(selector);
  if (!(node instanceof type)) throw new TypeError(`no ${selector}`);
  return node;
}

/** Bring the box of this page to life; pages without one are left alone. */
export function mountSearch() {
  const box = document.querySelector("[data-search]");
  if (box instanceof HTMLElement) new SearchBox(box);
}

class SearchBox {
  #box;
  #input;
  #list;
  #said;
  #toggle;
  #client;

  /** @param {HTMLElement} box */
  constructor(box) {
    this.#box = box;
    this.#input = part(box, "input", HTMLInputElement);
    this.#list = part(box, "ol", HTMLOListElement);
    this.#said = part(box, "[role=status]", HTMLElement);
    this.#toggle = part(document, "#__search", HTMLInputElement);
    this.#client = new SearchClient(
      (query, found) => this.#show(query, found),
      (reason) => replace(this.#said, `搜索没有打开：${reason}。检查网络后再试，或看`, el("a", { href: address("a-z/").href }, "索引"), "。"),
    );
    this.#listen();
    this.#showIntro();
    const shared = new URL(location.href).searchParams.get("q");
    if (shared) this.#search(shared);
  }

  #listen() {
    const form = part(this.#box, "form", HTMLFormElement);
    this.#input.addEventListener("focus", () => this.#open());
    this.#input.addEventListener("input", () => this.#typed());
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#links()[0]?.click(); });
    form.addEventListener("reset", () => setTimeout(() => { this.#typed(); this.#input.focus(); }));
    part(form, "[data-share]", HTMLButtonElement).addEventListener("click", () => this.#share());
    this.#toggle.addEventListener("change", () => { if (this.#toggle.checked) this.#input.focus(); else this.#dropAddress(); });
    this.#box.addEventListener("keydown", (event) => this.#keyInside(event));
    this.#box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.#box.contains(relatedTarget)) this.#close();
    });
    this.#list.addEventListener("click", ({ target }) => {
      const link = target instanceof Element ? target.closest("a") : null;
      if (!link) return;
      noteVisit(link.dataset["visit"] ?? "", link.dataset["title"] ?? "");
      this.#close();
    });
    for (const near of [this.#box, ...document.querySelectorAll("label[for=__search]")]) {
      near.addEventListener("pointerenter", () => this.#client.wake(), { once: true });
    }
    document.addEventListener("keydown", (event) => this.#keyOutside(event));
    document.addEventListener("click", (event) => this.#opener(event), { capture: true });
  }

  /** @param {string} query @param {import("./protocol.js").Found} found */
  #show(query, found) {
    const wasInside = this.#list.contains(document.activeElement);
    replace(this.#said, ...resultSaid(found, query, (name) => this.#search(name)));
    replace(this.#list, ...resultItems(found, query));
    if (wasInside) this.#input.focus();
    if (found.complete) this.#box.dataset["shown"] = query;
  }

  #open() {
    this.#client.wake();
    if (!this.#toggle.checked) {
      this.#toggle.checked = true;
      this.#toggle.dispatchEvent(new Event("change"));
    }
    if (!this.#input.value) this.#showIntro();
  }

  #close() {
    if (!this.#toggle.checked) return;
    this.#toggle.checked = false;
    this.#toggle.dispatchEvent(new Event("change"));
    if (document.activeElement instanceof HTMLElement && this.#box.contains(document.activeElement)) document.activeElement.blur();
  }

  /** @param {string} query */
  #search(query) {
    this.#input.value = query;
    this.#input.focus();
    this.#typed();
  }

  #typed() {
    const query = this.#input.value.trim();
    if (query) this.#client.ask(query);
    else this.#showIntro();
  }

  #showIntro() {
    const lately = visits().slice(0, LATELY);
    replace(this.#said, lately.length > 0 ? "最近看过" : INTRO);
    replace(this.#list, ...lately.map(visitItem));
    delete this.#box.dataset["shown"];
  }

  async #share() {
    const link = new URL(location.href);
    link.hash = "";
    link.search = "";
    link.searchParams.set("q", this.#input.value.trim());
    const done = await copyText(link.href);
    replace(this.#said, done === "copied" ? "已复制这次搜索的链接" : `链接：${link.href}`);
  }

  /** A search that was shared is over once the box is closed. */
  #dropAddress() {
    const here = new URL(location.href);
    if (!here.searchParams.has("q")) return;
    here.searchParams.delete("q");
    history.replaceState(history.state, "", here);
  }

  #links() {
    return [...this.#list.querySelectorAll("a")];
  }

  /** @param {KeyboardEvent} event */
  #keyInside(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // The theme listens on the window and would close the box on Tab.
    event.stopPropagation();
    if (event.key === "Escape") this.#close();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const stops = [this.#input, ...this.#links()];
      const now = stops.findIndex((stop) => stop === document.activeElement);
      stops[(Math.max(0, now) + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length]?.focus();
    } else if (event.key.length === 1 && document.activeElement instanceof HTMLAnchorElement) this.#input.focus();
  }

  /** Links that lead to the index where there is no script open the box. @param {MouseEvent} event */
  #opener(event) {
    if (!(event.target instanceof Element) || !event.target.closest("[data-open-search]")) return;
    event.preventDefault();
    event.stopPropagation();
    this.#input.focus();
  }

  /** @param {KeyboardEvent} event */
  #keyOutside(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !OPENING_KEYS.has(event.key) || !areSingleKeysOn()) return;
    const { target } = event;
    if (target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea"))) return;
    event.preventDefault();
    this.#input.focus();
    this.#input.select();
  }
}
