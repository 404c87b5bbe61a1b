/** The page's side of the search: its worker, started on the first intent, and the answer to the latest question. */

import { ROOT, SEARCH_WORKER } from "../place.js";

/** @typedef {import("./protocol.js").FromSearch} FromSearch */
/** @typedef {import("./protocol.js").Found} Found */

const FILE = new URL("assets/search.json", ROOT).href;

/** @param {string} url relative to the root of the site */
export function address(url) {
  return new URL(url, ROOT);
}

export class SearchClient {
  /** @type {Worker | null} */
  #worker = null;
  #number = 0;
  #query = "";
  /** @type {(query: string, found: Found) => void} */
  #show;
  /** @type {(reason: string) => void} */
  #fail;

  /**
   * @param {(query: string, found: Found) => void} show gets the answer to the latest question, no other
   * @param {(reason: string) => void} fail is told why there is no index; the next question tries again
   */
  constructor(show, fail) {
    this.#show = show;
    this.#fail = fail;
  }

  /** Somebody is about to search. */
  wake() {
    if (this.#worker) return;
    this.#worker = new Worker(SEARCH_WORKER, { type: "module", name: "search" });
    this.#worker.addEventListener("message", (event) => this.#heard(event.data));
    this.#worker.addEventListener("error", (event) => this.#lose(event.message || "搜索没有启动"));
    this.#worker.postMessage({ type: "load", file: FILE });
  }

  /** @param {string} query */
  ask(query) {
    this.wake();
    this.#number += 1;
    this.#query = query;
    this.#worker?.postMessage({ type: "ask", number: this.#number, query });
  }

  /** @param {FromSearch} message */
  #heard(message) {
    if (message.type === "failed") this.#lose(message.reason);
    else if (message.type === "found" && message.number === this.#number) this.#show(this.#query, message.found);
  }

  /** @param {string} reason */
  #lose(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#fail(reason);
  }
}
