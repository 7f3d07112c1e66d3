// Builds gateway/src/gateway/static/: the two stylesheets, the script, fonts and sprites, each with its compressed twins.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.PARVIS_ASSETS_OUT ?? join(here, "../src/gateway/static");
const packages = join(here, "node_modules");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });

await build({
  entryPoints: {
    portal: join(here, "css/portal.css"),
    console: join(here, "css/console.css"),
    app: join(here, "js/app.js"),
    "service-worker": join(here, "js/service-worker.js"),
  },
  outdir: out,
  bundle: true,
  minify: true,
  external: ["/assets/*"],
  target: ["es2020", "chrome100", "firefox102", "safari15.4"],
  legalComments: "none",
});

// Fetched only where a file is chosen, or a draft may lose the network: more than every other page needs.
await build({
  entryPoints: { resumable: join(here, "js/resumable.js"), offline: join(here, "js/offline.js") },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "chrome100", "firefox102", "safari15.4"],
  legalComments: "none",
});

for (const weight of [400, 700]) {
  const file = `atkinson-hyperlegible-next-latin-${weight}-normal.woff2`;
  await copyFile(join(packages, "@fontsource/atkinson-hyperlegible-next/files", file), join(out, `atkinson-${weight}.woff2`));
}
await copyFile(join(here, "favicon.svg"), join(out, "favicon.svg"));

const names = (await readFile(join(here, "icons.txt"), "utf8")).split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
const icons = [];
for (const name of [...new Set(names)].sort()) {
  icons.push(symbol(name, await readFile(join(packages, "@tabler/icons/icons/outline", `${name}.svg`), "utf8"), "0 0 24 24"));
}
await writeFile(join(out, "icons.svg"), sprite(icons));

const drawings = [];
for (const file of (await readdir(join(here, "drawings"))).sort()) {
  const source = await readFile(join(here, "drawings", file), "utf8");
  drawings.push(symbol(file.replace(".svg", ""), source, source.match(/viewBox="([^"]+)"/)?.[1] ?? "0 0 160 112"));
}
await writeFile(join(out, "drawings.svg"), sprite(drawings));

const digest = createHash("sha256");
for (const file of (await readdir(out)).sort()) {
  const content = await readFile(join(out, file));
  digest.update(file).update(content);
  if (file.endsWith(".woff2")) continue; // already brotli inside
  await writeFile(join(out, `${file}.br`), brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  await writeFile(join(out, `${file}.gz`), gzipSync(content, { level: 9 }));
}
// PageContext.assets_version: the name under which all of them may be cached for ever.
await writeFile(join(out, "version.txt"), digest.digest("hex").slice(0, 12));

function symbol(name, source, box) {
  const inside = source
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>[\s\S]*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="${box}" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${inside}</symbol>`;
}

function sprite(symbols) {
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}
