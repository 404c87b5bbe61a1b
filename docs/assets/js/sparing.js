/** Whether the reader asked this browser to spare data. early.js asks by itself: it imports nothing. */
export function savesData() {
  const { connection } = /** @type {{connection?: {saveData?: boolean}}} */ (/** @type {unknown} */ (navigator));
  return connection?.saveData === true;
}
