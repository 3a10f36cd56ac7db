import { lastAttribute, resourceArn } from '../../iam/arn.ts';
import { configurationEnvironment } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { ref, text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

export const appconfig = defineGrant('appconfig', () => ({
  title: 'AWS AppConfig',
  summary: 'Reads one configuration as it is deployed to one environment.',
  link: 'https://docs.aws.amazon.com/appconfig/latest/userguide/appconfig-retrieving-the-configuration.html',
  options: {
    environment: {
      kind: 'resource',
      ask: 'Of which environment?',
      help: 'Ids as in its ARN, ARN or Terraform reference to its ARN.',
      required: true,
      ...named(configurationEnvironment),
    },
    profile: {
      kind: 'resource',
      ask: 'Which configuration profile?',
      help: 'Its id, or a Terraform reference to its configuration_profile_id.',
      required: true,
      check: (id) => (PROFILE.test(id) ? undefined : `"${id}" cannot be a configuration profile: expected its id, such as ghi9012.`),
      checkRef: (traversal) =>
        /^(?:data\.)?aws_/.test(traversal) && lastAttribute(traversal) !== 'configuration_profile_id'
          ? `${traversal} is not the id of a configuration profile: refer to its .configuration_profile_id.`
          : undefined,
      example: 'ghi9012',
      madeBy: [{ type: 'aws_appconfig_configuration_profile', attribute: 'configuration_profile_id' }],
    },
  },
  statements: ({ environment, profile }) => {
    const id = typeof profile === 'string' ? profile : ref(profile.ref);
    return [
      allow(
        'AppconfigRead',
        ['appconfig:GetLatestConfiguration', 'appconfig:StartConfigurationSession'],
        [text`${resourceArn(environment, configurationEnvironment)}/configuration/${id}`],
      ),
    ];
  },
}));

const PROFILE = /^[a-z0-9]{4,7}$/;
