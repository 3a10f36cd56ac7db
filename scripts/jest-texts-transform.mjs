/** Lets tests import `.texts` as the build does. */
import { moduleOfTexts, textsOf } from './texts.mjs';

export default {
  process: (text) => ({ code: moduleOfTexts(text) }),
  /** Jest keeps what it transformed: the texts are part of it. */
  getCacheKey: (text) => textsOf(text),
};
