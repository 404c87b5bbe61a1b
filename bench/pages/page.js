// What a page without this project's runtime would do, after Pyodide's own instructions: load it, load pandas where that
// is asked for, and carry out the same calculation. In a worker, as ours, so that a slow network or processor meets both alike.
const worker = new Worker("worker.js", { type: "module" });
worker.onmessage = ({ data }) => {
  if (data.error) document.body.textContent = data.error;
  else window.marks = { ...window.marks, [data]: performance.now() };
};
worker.postMessage(Object.fromEntries(new URLSearchParams(location.search)));
