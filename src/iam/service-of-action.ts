/** `s3` of `s3:GetObject`; `*` of a pattern that takes in more than one service. */
export const serviceOf = (action: string): string => /^(?:not )?([\w-]+):/.exec(action)?.[1]?.toLowerCase() ?? '*';
