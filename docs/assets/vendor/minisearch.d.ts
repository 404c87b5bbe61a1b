/* The build puts minisearch.js beside this file: handbook/browser/vendor.py. */
export { default } from "minisearch";
