/** fast-check as tests get it: jest.config.mjs puts this in its place. */
import fc from '../node_modules/fast-check/lib/fast-check.js';
import { boundedShrinking } from '../test/support/bounded-shrinking.ts';

// Well within the time that a test has: else Jest would say that it took too long, and not why it failed.
fc.installGlobalPlugin(boundedShrinking(20_000, () => performance.now()));

export default fc;
