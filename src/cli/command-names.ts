/** Apart from what the commands are, for what runs before anything else is loaded. */
export const COMMAND_NAMES = [
  'create',
  'generate',
  'add',
  'catalog',
  'explain',
  'scan',
  'diff',
  'upgrade',
  'adopt',
  'migrate',
  'graph',
  'doctor',
  'templates',
  'schema',
  'completion',
] as const;

export type CommandName = (typeof COMMAND_NAMES)[number];
