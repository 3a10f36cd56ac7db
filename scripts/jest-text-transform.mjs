/** Lets tests import the style and the script of a page as the build does: as text. */
export default { process: (text) => ({ code: `export default ${JSON.stringify(text)};\n` }) };
