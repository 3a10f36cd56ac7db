/** What kinds of resources are written with. */
import type { Maker } from './arn.ts';

export const byType = (type: string, attribute = 'arn'): Maker => ({ type, attribute });
export const byModule = (name: string, attribute: string): Maker => ({ module: `terraform-aws-modules/${name}/aws`, attribute });

export const regional = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:111122223333:${resource}`;
