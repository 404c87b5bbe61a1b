/** Scheme files of the site: fetched when they are needed, and once. A page that comes back asks for nothing again. */

import { RuntimeFault } from "./runtime.js";

const HINT = "请检查网络后再试。";
/** Milliseconds for a file of some kilobytes. */
const PATIENCE = 15_000;

/** By address. @type {Map<string, Promise<any>>} */
const fetched = new Map();

/**
 * @param {string} address
 * @returns {Promise<any>} rejects with a `RuntimeFault`
 */
export function readSchemeFile(address) {
  let reading = fetched.get(address);
  if (!reading) {
    reading = read(address);
    reading.catch(() => fetched.delete(address)); // so that the next try asks again
    fetched.set(address, reading);
  }
  return reading;
}

/** @param {string} address */
async function read(address) {
  try {
    return await ask(address).catch((error) => {
      if (!isLate(error)) throw error;
      return ask(address); // a service worker that the browser ended meanwhile would owe the answer for ever
    });
  } catch (error) {
    if (error instanceof RuntimeFault || !(error instanceof Error)) throw error;
    const why = isLate(error) ? "等了太久" : error instanceof SyntaxError ? "只收到一部分" : error.message;
    throw new RuntimeFault({ reason: `考核方案没有取到：${why}`, hint: HINT });
  }
}

/** @param {string} address */
async function ask(address) {
  const response = await fetch(address, { signal: AbortSignal.timeout?.(PATIENCE) });
  if (response.ok) return await response.json();
  throw new RuntimeFault({ reason: `考核方案没有取到（服务器答复 ${response.status}）`, hint: HINT });
}

/** @param {unknown} error */
const isLate = (error) => error instanceof Error && error.name === "TimeoutError";
