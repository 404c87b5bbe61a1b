/* The build puts lean-qr.js beside this file: handbook/browser/vendor.py. */
export { correction, generate } from "lean-qr";
