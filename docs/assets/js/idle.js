/** @returns {Promise<unknown>} settled when the browser has nothing better to do, after `most` milliseconds in any case */
export function whenIdle(most = 5000) {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: most });
    else setTimeout(resolve, 500); // Safari
  });
}
