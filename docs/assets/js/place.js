/** Where the site lies, whatever page is open. At the top of the scripts' folder, as what they are joined into is. */

/** Address of the site's root. */
export const ROOT = new URL("../../", import.meta.url);
/** Address of the search's worker. */
export const SEARCH_WORKER = new URL("search/worker.js", import.meta.url);
