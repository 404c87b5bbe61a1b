/* The build puts plot.js beside this file: handbook/browser/vendor.py. */
import * as Plot from "@observablehq/plot";

export default Plot;
