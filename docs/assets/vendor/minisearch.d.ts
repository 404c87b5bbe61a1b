/* The build puts minisearch.js beside this file: handbook/vendor.py. */
export { default } from "minisearch";
