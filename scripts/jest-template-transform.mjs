/** Lets tests import `templates/**\/*.hbs` as the build does. */
import { precompile, COMPILE_OPTIONS } from './precompile-template.mjs';

export default {
  process: (text) => ({ code: precompile(text) }),
  /** Jest keeps what it transformed: the options are part of it. */
  getCacheKey: (text, path) => JSON.stringify([path, text, COMPILE_OPTIONS]),
};
