export const COLUMNS: number;
export const ROWS: number;
/** Path → text. */
export const files: Readonly<Record<string, string>>;
export const steps: readonly { readonly sees: string; readonly types: string; readonly frame?: readonly [name: string, title: string] }[];
export const end: { readonly sees: string; readonly frame: readonly [name: string, title: string] };
