/** Scheme files of the site: fetched when they are needed, and once. A page that comes back asks for nothing again. */

import { RuntimeFault } from "./runtime.js";

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
  const hint = "请检查网络后再试。";
  try {
    const response = await fetch(address);
    if (response.ok) return await response.json();
    throw new RuntimeFault({ reason: `考核方案没有取到（服务器答复 ${response.status}）`, hint });
  } catch (error) {
    if (error instanceof RuntimeFault || !(error instanceof Error)) throw error;
    const why = error instanceof SyntaxError ? "只收到一部分" : error.message;
    throw new RuntimeFault({ reason: `考核方案没有取到：${why}`, hint });
  }
}
