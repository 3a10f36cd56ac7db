/** Precompiled by the build and by Jest: see scripts/precompile-template.mjs. */
declare module '*.hbs' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- an import would make this file a module, and local what it declares
  const print: import('./emit/terraform/printing.ts').Print;
  export default print;
}

/** Put together by the build and by Jest: see scripts/app-sources.mjs. */
declare module '*.sources' {
  // oxlint-disable-next-line typescript/consistent-type-imports -- as above
  const sources: import('./emit/cdktf/app-sources.ts').AppSources;
  export default sources;
}

declare module '*.css' {
  const text: string;
  export default text;
}

/** Runs in a page, and is its text here. */
declare module '*.client.js' {
  const text: string;
  export default text;
}

/** By path from the root of the repository, put together by the build and by Jest: see scripts/texts.mjs. */
declare module '*.texts' {
  const texts: Readonly<Record<string, string>>;
  export default texts;
}

declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}

/** Filled in by the build. */
declare const __VERSION__: string;
