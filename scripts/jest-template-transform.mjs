/** Lets tests import `templates/**\/*.hbs` as the build does. */
import { readFileSync } from 'node:fs';
import { precompile } from './precompile-template.mjs';

const compiler = readFileSync(new URL('precompile-template.mjs', import.meta.url), 'utf8');

export default {
  process: (text) => ({ code: precompile(text) }),
  /** Jest keeps what it transformed: the compiler is part of it. */
  getCacheKey: (text, path) => JSON.stringify([path, text, compiler]),
};
