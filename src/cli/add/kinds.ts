/** What stands before names that are no add-ons. */
export const KINDS = ['add-on', 'app', 'cluster'] as const;

export type Kind = (typeof KINDS)[number];
