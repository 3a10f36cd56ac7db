/** What apps call, start, scale and pull. */
import type { ArnKind } from './arn.ts';
import { byModule, byType, regional } from './resource-shorthand.ts';

/**
 * With a version or alias after a colon where only that is meant.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html#versioning-permissions
 */
export const lambdaFunction: ArnKind = {
  what: 'a Lambda function',
  service: 'lambda',
  scope: 'regional',
  resource: 'function:{}',
  name: /^[\w-]{1,64}(?::(?:\$LATEST|[\w-]{1,128}))?$/,
  nameRule: 'up to 64 letters, digits, underscores and hyphens (with ":live" at the end for an alias or version)',
  // invoke_arn is the URI by which API Gateway knows it.
  uselessAttribute: /(?:^|_)invoke_arn$/,
  attributes: { arn: ['arn', 'qualified_arn'], name: ['function_name', 'id'] },
  alias: { type: 'aws_lambda_alias', arn: 'arn', name: 'arn' },
  madeBy: [byType('aws_lambda_function'), byType('aws_lambda_alias'), byModule('lambda', 'lambda_function_arn')],
  example: { name: 'price-order', arn: regional('lambda', 'function:price-order') },
};

/**
 * By its name, as executions have ARNs beside its own.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html
 */
export const stateMachine: ArnKind = {
  what: 'a state machine',
  service: 'states',
  scope: 'regional',
  resource: 'stateMachine:{}',
  name: /^[A-Za-z0-9_-]{1,80}$/,
  nameRule: 'up to 80 letters, digits, underscores and hyphens',
  uselessAttribute: /(?:^|_)(?:arn|id)$/,
  attributes: { arn: [], name: ['name'] },
  madeBy: [byType('aws_sfn_state_machine', 'name')],
  example: { name: 'ship-order', arn: regional('states', 'stateMachine:ship-order') },
};

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html */
export const scheduleGroup: ArnKind = {
  what: 'a schedule group',
  service: 'scheduler',
  scope: 'regional',
  resource: 'schedule-group/{}',
  name: /^[\w.-]{1,64}$/,
  nameRule: 'up to 64 letters, digits, underscores, hyphens and dots',
  uselessAttribute: /(?:^|_)arn$/,
  attributes: { arn: [], name: ['name', 'id'] },
  madeBy: [byType('aws_scheduler_schedule_group', 'name')],
  example: { name: 'reminders', arn: regional('scheduler', 'schedule-group/reminders') },
};

/** `*` at the end is a folder of them. https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const repository: ArnKind = {
  what: 'an ECR repository',
  service: 'ecr',
  scope: 'regional',
  resource: 'repository/{}',
  name: /^[a-z0-9](?:[a-z0-9._/-]{0,254}[a-z0-9*])?$/,
  nameRule: 'up to 256 lower-case letters, digits and ._/- (with "*" at the end for all that begin so)',
  uselessAttribute: /(?:^|_)url$/,
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_ecr_repository'), byModule('ecr', 'repository_arn')],
  example: { name: 'shop/orders', arn: regional('ecr', 'repository/shop/orders') },
};

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html */
export const autoScalingGroup: ArnKind = {
  what: 'an Auto Scaling group',
  service: 'autoscaling',
  scope: 'regional',
  resource: 'autoScalingGroup:*:autoScalingGroupName/{}',
  name: /^[\w./+=@-]{1,255}$/,
  nameRule: 'up to 255 letters, digits and _./+=@-',
  arnResource: /^autoScalingGroup:(?:[0-9a-f-]{36}|\*):autoScalingGroupName\/[\w./+=@-]{1,255}$/,
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_autoscaling_group'), byModule('autoscaling', 'autoscaling_group_arn')],
  example: { name: 'workers', arn: regional('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/workers') },
};

/** AWS's own: its ARN has no account. https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html */
export const foundationModel: ArnKind = {
  what: 'a foundation model',
  service: 'bedrock',
  scope: 'offered',
  resource: 'foundation-model/{}',
  name: /^[a-z0-9-]+\.[A-Za-z0-9][\w.:-]*$/,
  nameRule: 'the id of a model: who made it, a dot, and its name',
  attributes: { arn: ['model_arn'], name: ['model_id', 'id'] },
  madeBy: [byType('aws_bedrock_foundation_model', 'model_id')],
  example: { name: 'amazon.nova-lite-v1:0', arn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0' },
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles.html */
export const inferenceProfile: ArnKind = {
  what: 'an inference profile',
  service: 'bedrock',
  scope: 'regional',
  resource: 'inference-profile/{}',
  name: /^[a-z-]+\.[a-z0-9-]+(?:\.[\w.:-]+)?$/,
  nameRule: 'the id of a profile: its regions, a dot, and the id of a model',
  arnResource: /^(?:application-)?inference-profile\/[\w.:-]+$/,
  attributes: { arn: ['arn', 'inference_profile_arn'], name: ['inference_profile_id'] },
  madeBy: [byType('aws_bedrock_inference_profile')],
  example: { name: 'us.amazon.nova-lite-v1:0', arn: regional('bedrock', 'inference-profile/us.amazon.nova-lite-v1:0') },
};

/** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html */
export const endpoint: ArnKind = {
  what: 'a SageMaker endpoint',
  service: 'sagemaker',
  scope: 'regional',
  resource: 'endpoint/{}',
  name: /^[a-z0-9](?:-*[a-z0-9]){0,62}$/,
  nameRule: 'up to 63 lower-case letters, digits and hyphens: IAM knows it in lower case',
  attributes: { arn: ['arn'], name: ['name', 'id'] },
  madeBy: [byType('aws_sagemaker_endpoint')],
  example: { name: 'recommend', arn: regional('sagemaker', 'endpoint/recommend') },
};
