/** What a newcomer has ticked and answered, kept in this browser by page. Never sent anywhere. */

/** By item: true for a tick, the number of the choice (from 0) for an answer.
 * @typedef {Record<string, true | number>} Marks */

const PREFIX = "handbook.onboarding.";

/** Where storage is refused (private windows, policies) marks hold for the visit. @type {Map<string, Marks>} */
const visit = new Map();

/** @param {string} path  id of the page @returns {Marks} */
export function recall(path) {
  const known = visit.get(path) ?? read(PREFIX + path);
  visit.set(path, known);
  return known;
}

/**
 * @param {string} path
 * @param {string} item
 * @param {true | number | null} mark  null: no longer ticked
 */
export function remember(path, item, mark) {
  const { [item]: _, ...others } = read(PREFIX + path, recall(path)); // another tab may have added to it
  keep(path, mark === null ? others : { ...others, [item]: mark });
}

/** @param {string} path */
export function forget(path) {
  keep(path, {});
}

/** Whether marks outlive the visit here. @returns {boolean} */
export function lasting() {
  try {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

/**
 * @param {string} path
 * @param {Marks} marks
 */
function keep(path, marks) {
  visit.set(path, marks);
  try {
    localStorage.setItem(PREFIX + path, JSON.stringify(marks));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error; // refused or full: `visit` has it
  }
}

/**
 * @param {string} key
 * @param {Marks} [otherwise] where storage is refused
 * @returns {Marks}
 */
function read(key, otherwise = {}) {
  try {
    /** @type {unknown} */
    const stored = JSON.parse(localStorage.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    const sound = Object.entries(stored).filter(([, mark]) => mark === true || Number.isInteger(mark));
    return /** @type {Marks} */ (Object.fromEntries(sound));
  } catch (error) {
    // Storage refused: what this visit knows. Written by something else: nothing.
    if (error instanceof DOMException) return otherwise;
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
