import { hash } from 'node:crypto';

/** SHA-256, in lower-case hexadecimal: what the header's checksum is made with. */
export const sha256 = (content: string | Uint8Array): string => hash('sha256', content);
