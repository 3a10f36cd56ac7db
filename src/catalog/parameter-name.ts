import type { ResourceName } from './option.ts';

/** `/my-app/db` has the ARN `parameter/my-app/db`. */
export const withoutSlash = (name: ResourceName): ResourceName => (typeof name === 'string' ? name.replace(/^\//, '') : name);
