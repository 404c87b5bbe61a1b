// Run Lighthouse on one address and print scores (0 to 100) and what failed, as JSON.
// Arguments: address, `mobile` or `desktop`, Chromium's path, its flags.
import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

const [address, device, chromePath, ...chromeFlags] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags], logLevel: "error" });
try {
  const flags = { port: chrome.port, logLevel: "error", onlyCategories: ["performance", "accessibility", "best-practices"] };
  const { lhr } = await lighthouse(address, flags, device === "desktop" ? desktopConfig : undefined);
  if (lhr.runtimeError) throw new Error(`${lhr.runtimeError.code}: ${lhr.runtimeError.message}`);
  const failed = Object.values(lhr.categories)
    .flatMap(({ auditRefs }) => auditRefs)
    .map(({ id }) => lhr.audits[id])
    .filter(({ score }) => score !== null && score < 0.9)
    .map(({ id, displayValue = "" }) => `${id} ${displayValue}`.trim());
  const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  process.stdout.write(JSON.stringify({ version: lhr.lighthouseVersion, scores, failed }));
} finally {
  chrome.kill();
}
