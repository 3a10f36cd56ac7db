export function precompile(text: string): string;
