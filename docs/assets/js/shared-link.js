/**
 * A calculation in a link: its settings, and its data where the user wants that. All of it stands behind the `#`, which
 * browsers never send to a server, in letters that chats leave alone; gzip's checksum tells whether one cut it short.
 */

/** @typedef {{page: string, settings: unknown, data: unknown}} Shared page: the calculator's name; data is null where the
 * link has none */

const MARK = "hb-";
/** Longer links are cut by chats. */
export const LONGEST_LINK = 8000;
/** A link of that length unpacks to less, unless somebody made it to fill the memory. */
const MOST_BYTES = 2_000_000;

/** The link cannot be made or read; the message is for people. */
export class LinkFault extends Error {}

/**
 * @param {string} address  of the page, with or without a fragment
 * @param {Shared} shared
 * @returns {Promise<string>}
 */
export async function linkFor(address, shared) {
  const packed = await run(new CompressionStream("gzip"), new TextEncoder().encode(JSON.stringify(shared)));
  const letters = btoa(String.fromCharCode(...packed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const link = `${address.split("#", 1)[0]}#${MARK}${letters}`;
  if (link.length > LONGEST_LINK) {
    throw new LinkFault(`链接会有 ${link.length} 个字符，超过 ${LONGEST_LINK} 的上限，聊天软件会把它截断。请改用“下载结果 .xlsx”发文件，或少放几行数据。`);
  }
  return link;
}

/**
 * What a link's fragment holds, or null where it is a fragment of another kind.
 * @param {string} fragment  `location.hash`
 * @returns {Promise<Shared | null>}
 */
export async function readFragment(fragment) {
  // Behind the letters a chat may have put a full stop, a bracket or a parameter of its own.
  const letters = new RegExp(`^#?${MARK}([A-Za-z0-9_-]+)`).exec(fragment)?.[1];
  if (letters === undefined) return null;
  try {
    const packed = Uint8Array.from(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const shared = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(await run(new DecompressionStream("gzip"), packed)));
    if (typeof shared?.page === "string" && "settings" in shared && "data" in shared) return shared;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)) throw error;
  }
  throw new LinkFault("链接不完整：可能被聊天软件截断或改动了。请对方重新复制整条链接再发。");
}

/**
 * @param {CompressionStream | DecompressionStream} stream
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
async function run(stream, bytes) {
  const writer = stream.writable.getWriter();
  // A fault comes out at the reading end.
  void writer.write(bytes).catch(() => {});
  void writer.close().catch(() => {});
  /** @type {BlobPart[]} */
  const parts = [];
  let size = 0;
  const reader = stream.readable.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.byteLength;
    if (size > MOST_BYTES) throw new TypeError("too large");
    parts.push(value);
  }
}
