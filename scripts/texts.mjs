/** What a `.texts` file names (files, and folders with a slash at the end) → their texts by path, as the source of an ES module. Shared by the build and by Jest. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

/** @param {string} text a list in JSON, of paths from the root of the repository @returns {string} */
export const textsOf = (text) =>
  JSON.stringify(
    Object.fromEntries(
      JSON.parse(text)
        .flatMap((path) =>
          path.endsWith('/')
            ? readdirSync(join(root, path))
                .sort()
                .map((name) => path + name)
            : [path],
        )
        .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
    ),
  );

/** @param {string} text @returns {string} */
export const moduleOfTexts = (text) => `export default ${textsOf(text)};\n`;
