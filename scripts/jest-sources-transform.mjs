/** Lets tests import `app.sources` as the build does. */
import { ingredientsOf, moduleOf } from './app-sources.mjs';

export default {
  process: (text) => ({ code: moduleOf(text) }),
  /** Jest keeps what it transformed: the sources are part of it. */
  getCacheKey: (text) => ingredientsOf(text),
};
