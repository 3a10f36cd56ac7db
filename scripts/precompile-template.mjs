/** Handlebars text → the source of an ES module that exports the precompiled template. Shared by the build and by Jest. */
import Handlebars from 'handlebars';

/** Helpers that templates may call; anything else is an error at build time. */
export const HELPERS = { hcl: true, comment: true, key: true, yaml: true };

export const COMPILE_OPTIONS = {
  strict: true,
  noEscape: true,
  knownHelpersOnly: true,
  knownHelpers: HELPERS,
  explicitPartialContext: true,
};

/** @param {string} text @returns {string} */
export const precompile = (text) => `export default ${Handlebars.precompile(text, COMPILE_OPTIONS)};\n`;
