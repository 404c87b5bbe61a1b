/* The build puts d3.js beside this file: handbook/browser/vendor.py. The package ships no types; whoever uses it says what it takes. */
declare const d3: unknown;

export default d3;
