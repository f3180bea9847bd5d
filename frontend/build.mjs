// SPDX-License-Identifier: AGPL-3.0-or-later
// Builds the stylesheet, the script, the fonts and the mark into the package's git-ignored static folder.
// No source maps: their comments name files that manifest storage would look for and not find.
import { cp, mkdir, rm, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "cydwaith", "web", "static", "build");
const fonts = join(here, "node_modules", "@fontsource-variable", "atkinson-hyperlegible-next");

async function styles() {
  const { css } = sass.compile(join(here, "scss", "main.scss"), {
    style: "compressed",
    charset: false,
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
  });
  // Sass turns escapes into characters; written as escapes again, no byte depends on a charset header.
  const ascii = css.replace(/[^\x00-\x7f]/gu, (character) => `\\${character.codePointAt(0).toString(16)} `);
  await writeFile(join(out, "app.css"), ascii);
}

async function scripts() {
  await build({
    entryPoints: [join(here, "js", "app.js")],
    outfile: join(out, "app.js"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2020",
    legalComments: "none",
    logLevel: "warning",
  });
}

async function files() {
  for (const subset of ["latin", "latin-ext"]) {
    await cp(
      join(fonts, "files", `atkinson-hyperlegible-next-${subset}-wght-normal.woff2`),
      join(out, "fonts", `hyperlegible-${subset}.woff2`),
    );
  }
  await cp(join(fonts, "LICENSE"), join(out, "fonts", "LICENCE.txt"));
  await cp(join(here, "images"), out, { recursive: true });
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await Promise.all([styles(), scripts(), files()]);

for (const name of ["app.css", "app.js", "fonts/hyperlegible-latin.woff2", "fonts/hyperlegible-latin-ext.woff2"]) {
  const path = join(out, name);
  const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(6);
  console.log(`${kb((await stat(path)).size)} kB ${kb(gzipSync(await readFile(path)).length)} kB packed  ${name}`);
}
