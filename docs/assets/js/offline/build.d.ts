/** What the site's build writes before the service worker's text; see handbook/hosting/offline.py. */
interface SiteBuild {
  id: string;
  version: string;
  bytes: number;
  pack: string;
  integrity: string;
  headers: Record<string, string>;
  types: Record<string, string>;
  files: Record<string, [start: number, end: number]>;
}
declare const BUILD: SiteBuild;
