/**
 * What the page and the worker say to each other, and nothing else: a closed set of messages, each with the id of the
 * request it belongs to. Everything is plain data that survives structured cloning; numbers to show are strings.
 *
 * page → worker    request, cancel, leave (this page asks for nothing any more)
 * worker → page    progress (any number), then exactly one of ok, error, cancelled
 */

/** @typedef {{columns: Record<string, string>, units: Record<string, string>}} Settings heading index → input ("" leaves
 * the column out), heading index → unit */

/** A table of a request that carries everything it needs; cells: `row:index` → text in place of what was pasted.
 * @typedef {{text: string, settings: Settings & {cells: Record<string, string>}}} PastedTable */
/** Operations of the calculators of plans and leads; with `_workbook` behind it the same result comes as .xlsx.
 * @typedef {`plan_${string}` | `lead_${string}` | `team_${string}`} CalculatorOp */
/** @typedef {{tables: Record<string, PastedTable>, options: Record<string, string>, adjust: Record<string, unknown>,
 *   windows: Record<string, number>}} CalculatorRequest adjust: what was dragged or typed in the result; windows: first
 * row to show, by table */
/** @typedef {{tables: Record<string, TableView>, result: unknown, copy: Copyable | null, fault: Fault | null}} CalculatorReply
 * result is what the calculator's own view shows; without one, fault says why */

/** @typedef {{id: string, title: string, inputs: Record<string, {unit?: string, note?: string, log?: string}>,
 *   clauses: Record<string, ClauseLink>, sample: string, page?: string,
 *   revisions?: {number: number, day: string, url: string, version: string}[]}} SchemeFile the part of assets/schemes/ID.json that the page reads
 * itself; the worker gets the whole object */
/** @typedef {{url: string, title: string, article: string, document: string}} ClauseLink url is relative to the site's
 * root, as the page of a scheme is */

/** @typedef {{name: string, unit: string, note: string, used_by: string[]}} SchemeInput */
/** @typedef {{id: string, title: string, roles: string[], period: string, version: string, total_weight: string,
 *   grades: {name: string, bound: string}[], inputs: SchemeInput[]}} Scheme */

/** @typedef {{index: number, text: string, input: string | null, role: string, unit: string | null,
 *   mapped_by: string | null, suggestions: string[], measured?: boolean, use?: string}} Heading measured: false for words and dates, which
 * have no unit */
/** @typedef {{text: string, state: "number" | "missing" | "bad" | "text", shown: string, receipt: string}} Cell state is
 * that of the reading, bad where the cell is among the errors; receipt may be empty */
/** @typedef {{row: number, kind: "person" | "total", cells: Cell[]}} Row */
/** @typedef {{row: number, column: string, index: number, read: string, reason: string, hint: string}} CellError */
/** @typedef {{input: string, suggestions: string[]}} MissingInput */
/** @typedef {{layout: "wide" | "long" | "transposed" | "form", summary: string, notes: string[], row_count: number,
 *   people_count: number, headings: Heading[], inputs: string[], missing_inputs: MissingInput[], units: string[],
 *   errors: CellError[], error_count: number, rows: Row[], score?: Score}} TableView score: where it was asked for, of a table that is
 * not too large for it */

/** @typedef {{index: number, name: string, total: string, judged: string, grade: string | null,
 *   vetoed_by: string | null, headline: string, complete: boolean}} PersonLine */
/** @typedef {{count: number, left_out: number, mean: string, median: string, highest: string, lowest: string,
 *   grades: {name: string, count: number}[], bars: {label: string, count: number}[]}} Team */
/** @typedef {{people_count: number, complete_count: number, people: PersonLine[], team: Team | null}} Score */
/** @typedef {{input: string, needs: string, gains: string, text: string}} NextPoint */
/** @typedef {{indicator: string, weight: string, value: string | null, value_shown: string, points: string | null,
 *   lost: string | null, percent: number, explain: string, clause: string, note: string, unjudged: string | null,
 *   next_point: NextPoint | null}} Item */
/** @typedef {{index: number, name: string, total: string, judged: string, weight: string, grade: string | null,
 *   vetoed_by: string | null, headline: string, items: Item[], best_next: {indicator: string, text: string} | null}} Person */
/** @typedef {{indicator: string, input: string, change: string, to: string, gains: string, text: string}} WishStep */
/** @typedef {{target: string, reached: boolean, reachable: boolean, best_possible: string, text: string,
 *   single: WishStep[], combined: WishStep[]}} Wish */

/** @typedef {{title: string, period: string, person: Person, inputs: {name: string, shown: string}[], missing: string[], version: string,
 *   fingerprint: string, code: string}} Appeal */
/** @typedef {{agrees: boolean, scheme_changed: boolean, text: string, name: string, title: string, version: string,
 *   version_now: string, fingerprint: string, total: string, total_now: string, grade: string, grade_now: string,
 *   inputs: {name: string, shown: string}[], rows: {indicator: string, points: string, points_then: string | null,
 *   points_now: string}[]}} Verdict  points_then: by the scheme's version that the sheet names, null where it is not at hand */

/** @typedef {{index: number, text: string, role: string, suggestions: string[]}} LogHeading */
/** @typedef {{summary: string, headings: LogHeading[], roles: string[], periods: string[],
 *   period: string | null, notes: string[],
 *   kinds: {name: string, rows: number, used_by: string[]}[], account: {reason: string, count: number, rows: number[]}[],
 *   counted: number, left_out: number,
 *   people: {name: string, values: {input: string, shown: string, rows: number, how: string}[]}[]}} LogView */

/** @typedef {"openpyxl" | "pandas"} PackageSet */
/** How the interpreter came up, for /diag/.
 * @typedef {{path: "image" | "ordinary", image: "core" | "pandas" | null, refused: string | null, files: number,
 *   bytes: number, fetched: number, memory: number, steps: {name: string, at: number}[]}} StartReport  refused: why no image
 * was used; bytes: of all files, compressed as they came; fetched: those of them that came over the network; memory: bytes
 * that Python may use; at: milliseconds since the worker was asked */

/** @typedef {{text: string, html: string}} Copyable the same table for text and for rich targets such as Excel */

/**
 * Every operation with what it takes and what it gives.
 * @typedef {{
 *   start: {takes: {sets?: PackageSet[], careful?: boolean, manifest?: unknown}, gives: {build: string, missing: Fault | null} & StartReport},
 *   rehearse: {takes: {rounds: number}, gives: {rounds: number}},
 *   open_scheme: {takes: {scheme: SchemeFile}, gives: Scheme},
 *   template: {takes: {}, gives: Copyable},
 *   sample: {takes: {}, gives: Copyable},
 *   read_text: {takes: {text: string, settings: Settings}, gives: TableView},
 *   read_file: {takes: {name: string, settings: Settings}, gives: TableView},
 *   read_form: {takes: {name: string, values: Record<string, string>}, gives: TableView},
 *   rows: {takes: {offset: number, limit: number}, gives: {rows: Row[]}},
 *   edit_cell: {takes: {row: number, index: number, text: string}, gives: TableView},
 *   remap: {takes: {settings: Settings}, gives: TableView},
 *   score: {takes: {}, gives: Score},
 *   people: {takes: {offset: number, limit: number, sort: "row" | "total"}, gives: {people: PersonLine[]}},
 *   person: {takes: {index: number}, gives: Person},
 *   appeal: {takes: {index: number}, gives: Appeal},
 *   appeal_read: {takes: {code: string}, gives: {scheme: string, title: string, version: string}},
 *   appeal_verify: {takes: {scheme: SchemeFile, then: SchemeFile | null, code: string}, gives: Verdict},
 *   wish: {takes: {index: number, total: string} | {index: number, grade: string}, gives: Wish},
 *   result_text: {takes: {index: number | null}, gives: Copyable},
 *   workbook: {takes: {what: "result" | "template"}, gives: {filename: string}},
 *   log_read: {takes: ({text: string} | {name: string}) & {settings: Settings, period: string | null}, gives: LogView},
 *   log_apply: {takes: {period: string}, gives: TableView},
 *   table_file: {takes: {name: string}, gives: {text: string}},
 *   table_workbook: {takes: {title: string, headings: string[]}, gives: {filename: string}},
 *   [op: CalculatorOp]: {takes: CalculatorRequest, gives: CalculatorReply},
 * }} Operations
 */
/** @typedef {keyof Operations} Op */

/** @typedef {{reason: string, hint: string}} Fault what went wrong and what to do, for people */
/** @typedef {{kind: "loading", label: string, step: number, steps: number, bytes: number, of_bytes: number}
 *   | {kind: "working", label: string, done: number, of: number}} Progress */

/** @typedef {{type: "request", id: number, op: Op, fields: object, payload: ArrayBuffer | null}} RequestMessage */
/** @typedef {{type: "cancel", id: number}} CancelMessage */
/** @typedef {{type: "leave", id: number}} LeaveMessage */
/** @typedef {RequestMessage | CancelMessage | LeaveMessage} ToWorker */

/** @typedef {{type: "progress", id: number, progress: Progress}} ProgressMessage */
/** @typedef {{type: "ok", id: number, reply: unknown, payload: ArrayBuffer | null}} OkMessage */
/** @typedef {{type: "error", id: number, fault: Fault, kind: "refused" | "broken" | "lost"}} ErrorMessage refused: the same
 * again is refused again; broken: it may work next time; lost: so is the interpreter, under id 0 for who did not ask */
/** @typedef {{type: "cancelled", id: number}} CancelledMessage */
/** @typedef {OkMessage | ErrorMessage | CancelledMessage} FinalMessage */
/** @typedef {ProgressMessage | FinalMessage} FromWorker */

const TO_WORKER = new Set(["request", "cancel", "leave"]);
const FROM_WORKER = new Set(["progress", "ok", "error", "cancelled"]);

/** The worker holds this lock as long as it lives, so that the page learns of its death. */
export const LIFE_LOCK = "handbook-worker-";

/**
 * Narrow what arrived in the worker; anything outside the protocol is a programming error and thrown.
 * @param {unknown} data
 * @returns {ToWorker}
 */
export function readToWorker(data) {
  return /** @type {ToWorker} */ (readMessage(data, TO_WORKER));
}

/**
 * Narrow what arrived in the page.
 * @param {unknown} data
 * @returns {FromWorker}
 */
export function readFromWorker(data) {
  return /** @type {FromWorker} */ (readMessage(data, FROM_WORKER));
}

/**
 * @param {unknown} data
 * @param {Set<string>} types
 * @returns {{type: string, id: number}}
 */
function readMessage(data, types) {
  if (typeof data === "object" && data !== null && "type" in data && "id" in data) {
    const { type, id } = data;
    if (typeof type === "string" && types.has(type) && typeof id === "number") return { ...data, type, id };
  }
  throw new TypeError(`no message of the protocol: ${JSON.stringify(data)?.slice(0, 200)}`);
}

/**
 * The package sets that an operation needs on top of the calculators themselves.
 * @param {Op} op
 * @param {object} fields
 * @returns {PackageSet[]}
 */
export function packagesFor(op, fields) {
  const name = "name" in fields && typeof fields.name === "string" ? fields.name : "";
  /** @type {PackageSet[]} */
  const sets = [];
  const isFile = op === "read_file" || op === "log_read" || op === "table_file";
  if (op === "workbook" || op.endsWith("_workbook") || (isFile && /\.xls[xm]$/i.test(name))) sets.push("openpyxl");
  if (["log_", "lead_log", "team_analyse"].some((beginning) => op.startsWith(beginning))) sets.push("pandas");
  if (op === "start" && "sets" in fields) return /** @type {PackageSet[]} */ (fields.sets);
  return sets;
}
