import { expect, test } from '@jest/globals';
import { refComplaint, statementsOf } from '../ask-grant.ts';

test('reads what is deployed', () => {
  expect(
    statementsOf('appconfig', {
      environment: { ref: 'aws_appconfig_environment.p.arn' },
      profile: { ref: 'aws_appconfig_configuration_profile.f.configuration_profile_id' },
    }),
  ).toEqual([
    'AppconfigRead: appconfig:GetLatestConfiguration, appconfig:StartConfigurationSession on <aws_appconfig_environment.p.arn>/configuration/<aws_appconfig_configuration_profile.f.configuration_profile_id>',
  ]);
});

test('wants the id of the profile, which its other attributes do not hold', () => {
  for (const attribute of ['arn', 'id', 'name'])
    expect(refComplaint('appconfig', 'profile', `aws_appconfig_configuration_profile.f.${attribute}`)).toContain(
      'refer to its .configuration_profile_id',
    );
  expect(refComplaint('appconfig', 'profile', 'var.profile')).toBeUndefined();
});
