/** Precompiled by the build and by Jest: see scripts/precompile-template.mjs. */
declare module '*.hbs' {
  const template: TemplateSpecification;
  export default template;
}

declare module '*.wasm' {
  const bytes: Uint8Array;
  export default bytes;
}

/** Filled in by the build. */
declare const __VERSION__: string;
