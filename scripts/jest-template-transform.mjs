/** Lets tests import `templates/**\/*.hbs` as the build does. */
import { precompile } from './precompile-template.mjs';

export default {
  process: (text) => ({ code: precompile(text) }),
};
