/** Print one part of the page; the style sheet leaves the rest out. @param {Element | null} paper */
export function printAlone(paper) {
  paper?.classList.add("paper");
  document.body.dataset["print"] = "paper";
  addEventListener("afterprint", () => {
    paper?.classList.remove("paper");
    delete document.body.dataset["print"];
  }, { once: true });
  window.print();
}
