/** Handlebars text → the source of an ES module that exports the precompiled template. Shared by the build and by Jest. */
import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';

/** The same for templates of users, which are compiled at run time. Any helper but the known ones is an error. */
export const COMPILE_OPTIONS = JSON.parse(readFileSync(new URL('../src/emit/terraform/template-options.json', import.meta.url), 'utf8'));

/** @param {string} text @returns {string} */
export const precompile = (text) => `export default ${source(text)};\n`;

/** Its types say otherwise, but this is text. */
const source = (text) => /** @type {string} */ (/** @type {unknown} */ (Handlebars.precompile(text, COMPILE_OPTIONS)));
