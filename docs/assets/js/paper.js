/** What paper needs and a style sheet cannot give: every sheet says what it is, which edition and where; nothing stays folded. */

const MARGINS = ["title", "edition", "address"];
/** Folded on paper too: they are for looking at again after answering. */
const KEPT_FOLDED = ".path-answer";

/** @type {HTMLDetailsElement[]} */
let opened = [];

/** For the whole visit. */
export function preparePaper() {
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
    opened = [];
  });
}

function prepare() {
  const said = document.querySelector("[data-paper-address]");
  for (const name of MARGINS) {
    document.documentElement.style.setProperty(`--paper-${name}`, JSON.stringify(said?.getAttribute(`data-paper-${name}`) ?? ""));
  }
  opened = [...document.querySelectorAll("details")].filter((each) => !each.open && !each.matches(KEPT_FOLDED));
  for (const each of opened) each.open = true;
}
