/** What one grant of the catalog says, as lines. */
import { findGrant } from '../../src/catalog/index.ts';
import { showStatement } from './show.ts';

export const statementsOf = (service: string, options: Record<string, unknown>): readonly string[] =>
  (findGrant(service)?.statements(options as never) ?? []).map(showStatement);

/** What is wrong between options. */
export const complaint = (service: string, options: Record<string, unknown>): string | undefined =>
  findGrant(service)?.check?.(options as never);

export const optionComplaint = (service: string, option: string, literal: string): string | undefined =>
  findGrant(service)?.options[option]?.check?.(literal);

export const refComplaint = (service: string, option: string, traversal: string): string | undefined =>
  findGrant(service)?.options[option]?.checkRef?.(traversal);

export const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
