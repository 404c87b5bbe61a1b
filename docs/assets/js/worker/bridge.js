/**
 * Calls into a restored interpreter: bytes in, bytes out, through Python's own C interface. Nothing of Pyodide's Python
 * side is needed for it, so nothing of it is in the images.
 */

/** @typedef {(command: string, ...parts: Uint8Array[]) => Uint8Array} Call */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const NOTHING = new Uint8Array(0);

/**
 * @param {any} M  Emscripten's module
 * @param {number} entry  address of the Python function: bytes to bytes
 * @returns {Call} throws an Error with Python's own words when Python raised
 */
export function bridge(M, entry) {
  const c = M.LDSO.loadedLibsByHandle[0].exports;

  /** @param {Uint8Array[]} parts  @returns {number} a new bytes object */
  function toPython(parts) {
    const object = c.PyBytes_FromStringAndSize(0, parts.reduce((sum, { length }) => sum + length, 0)) >>> 0;
    if (!object) throw failed();
    let at = c.PyBytes_AsString(object) >>> 0;
    for (const part of parts) {
      M.HEAPU8.set(part, at);
      at += part.length;
    }
    return object;
  }

  function failed() {
    c.PyErr_Clear();
    return new RangeError("浏览器给计算程序的内存不够");
  }

  return (command, ...parts) => {
    const argument = toPython([encoder.encode(`${command}\0`), ...parts]);
    const answer = c.PyObject_CallOneArg(entry, argument) >>> 0;
    c.Py_DecRef(argument);
    if (!answer) throw failed();
    const start = c.PyBytes_AsString(answer) >>> 0;
    const bytes = M.HEAPU8.slice(start, start + c.PyBytes_Size(answer));
    c.Py_DecRef(answer);
    if (bytes[0] !== 0) return bytes.subarray(1);
    throw new Error(decoder.decode(bytes.subarray(1)));
  };
}

/**
 * The same for text.
 * @param {Call} call
 * @param {string} command
 * @param {string} text
 * @param {Uint8Array | null} [payload]
 */
export function callWithText(call, command, text = "", payload = null) {
  const answer = call(command, encoder.encode(text), ...(payload ? [encoder.encode("\0"), payload] : [NOTHING]));
  return decoder.decode(answer);
}
