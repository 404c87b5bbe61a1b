/* The build puts lean-qr.js beside this file: handbook/vendor.py. */
export { correction, generate } from "lean-qr";
