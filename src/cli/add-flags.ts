/** Flags of `create-irsa add`: its own, and those answers that are about one workload or cluster. */
import { jsonFlag, previewFlags, templatesFlag } from './command-flags.ts';
import type { FlagGroup } from './flag.ts';
import { answerFlags } from './flags.ts';

export const addFlags: FlagGroup = {
  title: 'Flags',
  flags: [
    { name: 'yes', short: 'y', help: 'ask nothing: every answer is a flag' },
    { name: 'spec', value: 'FILE', help: 'the spec to add to; by default that of the current folder', example: '--spec live/irsa.yaml' },
    {
      name: 'file',
      value: 'FILE',
      help: 'put new apps into this file, which `include` of the spec stands for',
      example: '--file apps/shop.irsa.yaml',
    },
    {
      name: 'namespace',
      value: 'NAME[:create|:existing]',
      help: 'where the apps that are added run; with :create, Terraform makes it',
      example: '--namespace shop',
    },
    {
      name: 'service-account',
      value: 'NAME',
      help: 'the ServiceAccount of the app that is added; default: its name',
      example: '--service-account orders-sa',
    },
    { name: 'plain', help: 'ask line by line and redraw nothing, for screen readers (also ACCESSIBLE=1, TERM=dumb)' },
    ...previewFlags,
    templatesFlag,
    jsonFlag,
  ],
};

/** `namespace` is a word of its own here; what holds for the whole spec is not added. */
const isOfOne = ({ name, path = '' }: { readonly name: string; readonly path?: string }): boolean =>
  name !== 'namespace' && (/^(clusters|addOns|apps|\*)\./.test(path) || path === 'shareRoles');

export const addAnswerFlags: readonly FlagGroup[] = answerFlags
  .map(({ title, flags }) => ({ title, flags: flags.filter(isOfOne) }))
  .filter(({ flags }) => flags.length > 0);
