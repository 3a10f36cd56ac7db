import { expect, test } from '@jest/globals';
import { statementsOf } from '../ask-grant.ts';

test('sends traces', () => {
  expect(statementsOf('xray', { access: 'write' })).toEqual([
    'XrayWrite: xray:GetSamplingRules, xray:GetSamplingStatisticSummaries, xray:GetSamplingTargets, xray:PutTelemetryRecords, xray:PutTraceSegments on *',
  ]);
});

test('reads them', () => {
  expect(statementsOf('xray', { access: 'read' })).toEqual([
    'XrayRead: xray:BatchGetTraces, xray:GetTraceGraph, xray:GetTraceSummaries on *',
  ]);
});
